# Taking back, correcting, and open questions.
undone_head = ↩️ Taken back:
restored_head = ↩️ Restored:
undone_record = · { $what }
undone_put_back = · { $what }
undone_payment = · { $what }: payment of { $amount } reversed
undone_receivable = · { $what }: receivable of { $amount } withdrawn
restored_payment = · { $what }: payment of { $amount } booked again
restored_receivable = · { $what }: receivable back at { $amount }
stamp_undone = ↩️ Taken back
stamp_corrected = ✏️ Corrected: the later card counts
restored_brief = ↩️ { $by } brought a record back
undone_brief = ↩️ { $by } took a record back
undo_nothing = There is nothing to take back.
undo_already = This was taken back already.
undo_not_yours = 🔒 Somebody else logged this; only they or a manager may change it.
undo_changed_since = { $what } was changed again since. Take that back first.
undo_built_on = Other records stand on “{ $what }”. Take those back first.
record_called = { $account } { $kind }
record_account = customer
record_contact = contact
record_visit = visit
record_deal = deal
record_task = to-do
record_note = note
record_receivable = receivable
record_payment = payment
record_promise = promise
record_adjustment = adjustment
record_member = member
record_identity = account
record_chat = group
record_import = import
record_invitation = invitation
corrected_head = ✏️ Corrected:
corrected_account = · { $what }: { $before } → { $after }
corrected_amount = · { $what } { $before } → { $after }
corrected_day = · { $before } → { $after }
corrected_balance = 💰 { $account } still owes { $balance }
corrected_brief = ✏️ { $by } corrected a record
correct_nothing = I found nothing to correct. Reply to my card with “correction: 150k”.
correct_unclear = I could not tell what it should be. Reply to that card with “correction: 150k” or “it was Dec 10”.
dropped = All right, not saved.
more_waiting = ({ $count } more to ask after this one)
asked_privately = 📩 One thing to confirm; I asked you privately
logged_several = { $first }, and { $more } more
corrected_field = · { $what }: { $before ->
        [none] (nothing)
       *[other] { $before }
    } → { $after }
edit_which_record = ✏️ Which one? You can also just say the right value: “correction: 150k”.
edit_which_field = ✏️ { $what }: what is wrong?
edit_or_say = Press one, or just say the right value: “correction: 150k”. Undo takes the whole message back.
edit_field = ✏️ { $what }: { $field }{ $now ->
        [none] { "" }
       *[other] , now { $now }
    }
edit_dropped = All right, nothing changed.
correct_same = It says that already: nothing to change.
correct_built_on = A contract or a receivable of “{ $what }” hangs on this, so it keeps its customer. Correct those first.
correct_instalment = This is an instalment of a contract of “{ $what }” and keeps its customer. Correct the contract.
correct_receivable_paid = { $paid } came in for this receivable, so it keeps its customer. Undo or correct that payment first.
undone_reason = 📝 Reason: { $reason }
edit_ask_account = Which customer is it? Press one or type the name.
ask_said_again = “{ $words }” looks logged already since then. Log it once more?
ask_edited = ✏️ Nothing was logged from that message before. Log it as it reads now: “{ $words }”?
ask_edited_undone = ✏️ What that message logged was taken back. Log it as it reads now: “{ $words }”?
edited_unclear = ✏️ I could not tell which customer the edited message is about; nothing was changed. Press Edit on the card.
edited_gone = ✏️ The edited message no longer says this: { $what }. Take it back?
edited_left = All right, it stays.
button_take_back = Take it back
button_leave = Leave it
edited_unknown = I could not find what that message had logged. To log it, please send it again.
told_again = ✏️ Correction: { $what } { $before } → { $after } (by { $by })
told_owed = ✏️ Correction: { $what }, due { $due }: still to come { $before } → { $after } (by { $by })
told_undone = ↩️ Correction: { $what } { $amount } no longer counts (taken back by { $by }{ $reason ->
        [none] { "" }
       *[other] : { $reason }
    })
