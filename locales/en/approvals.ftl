# Taking back, correcting, and open questions.
undone_head = ↩️ Taken back:
restored_head = ↩️ Restored:
undone_record = · { $what }
undone_put_back = · { $what }{ $fields ->
        [none] { "" }
       *[other] : { $fields }
    }
put_back_field = { $field } { $value } again
put_back_gone = { $field } taken off
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
record_evidence = attachment
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
edit_say = Just say the right value: “correction: 150k”. Undo takes the whole message back.
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
told_in_sum = A sum you looked at held it
told_again_sum = The aging as it is now
told_owed = ✏️ Correction: { $what }, due { $due }: still to come { $before } → { $after } (by { $by })
told_undone = ↩️ Correction: { $what } { $amount } no longer counts (taken back by { $by }{ $reason ->
        [none] { "" }
       *[other] : { $reason }
    })

# Approvals.
approval_alert = ✋ { $by } asks for your yes{ $days ->
        [0] { "" }
        [one] { " " }(waiting { $days } day)
       *[other] { " " }(waiting { $days } days)
    }:
approval_late_alert = ⌛ Asked for by { $by ->
        [none] you
       *[other] { $by }
    }, due { $on }; { $to } has not answered yet:
approval_what = 📄 { $what }
approval_reason = 💬 { $reason }
approval_said_yes = ✅ { $by }{ $instead ->
        [none] { "" }
       *[other] { " " }(for { $instead })
    } said yes{ $comment ->
        [none] { "" }
       *[other] : { $comment }
    }
approval_said_no = ❌ { $by }{ $instead ->
        [none] { "" }
       *[other] { " " }(for { $instead })
    } said no{ $comment ->
        [none] { "" }
       *[other] : { $comment }
    }
approval_said_hold = ⏸ { $by }{ $instead ->
        [none] { "" }
       *[other] { " " }(for { $instead })
    } put it off{ $comment ->
        [none] { "" }
       *[other] : { $comment }
    }
approval_held_until = ⏸ I will remind you again on { $on }
approval_due = 📅 Please decide by { $on }
approval_waiting = ⏳ Waiting for a yes: { $what }
approval_held = ⏸ { $by }{ $instead ->
        [none] { "" }
       *[other] { " " }(for { $instead })
    } put it off: { $what }{ $comment ->
        [none] { "" }
       *[other] { " " }({ $comment })
    }
approval_granted = ✅ { $by }{ $instead ->
        [none] { "" }
       *[other] { " " }(for { $instead })
    } said yes: { $what }
approval_passed_on = ✅ { $by }{ $instead ->
        [none] { "" }
       *[other] { " " }(for { $instead })
    } said yes, { $to } still has to: { $what }
approval_refused = ❌ { $by }{ $instead ->
        [none] { "" }
       *[other] { " " }(for { $instead })
    } said no: { $what }{ $comment ->
        [none] { "" }
       *[other] { " " }({ $comment })
    }
approval_withdrawn = ↩️ { $by } took the request back: { $what }
approval_replaced = ✏️ The content changed, this card no longer counts; please see the new one: { $what }
approval_sent = ✋ This needs a yes: { $what }. Asked { $to } (by { $on }); nothing moves in the books before that.
approval_unreachable = ⚠️ { $to } has not opened a private chat with me yet and cannot hear this. Please have them send me /start.
approval_asked_anew = ✏️ The content changed, so I asked again; the former card no longer counts.
approval_off = 💡 A second person would have to say yes, but nobody else in the team can, so this step is off.
approval_brief = ✋ { $by } asked for an approval · { $account }
approval_waits = One is waiting for { $to } already: { $what }.
approval_same = That is what is waiting already; nothing to change.
approval_own = 🔒 You cannot approve your own request; somebody else has to.
approval_not_yours = 🔒 This step is not yours to approve.
approval_not_asked_by_you = 🔒 Only whoever asked can change it or take it back.
approval_decided = { $state ->
        [granted] It was approved already.
        [refused] Somebody said no to it already.
        [withdrawn] Whoever asked took it back.
       *[other] The content changed and this card no longer counts; please see the new one.
    }
approval_condition = A yes with a condition approves nothing: only what the card says can be approved. Have whoever asked change it, or say "no, because …".
approval_why = 💬 { $by } said no to “{ $what }” because: { $reason }
approval_why_told = Passed on to { $to }.
ask_why_refused = Why? Reply in a few words and I will tell { $to }; you need not.
approvals_none = ✅ Nothing waits for your yes, and nothing of yours is waiting.
approvals_head = ✋ Waiting for your yes ({ $count })
approvals_asked_head = ⏳ Asked for by you, still waiting ({ $count })
approvals_asked_row = · { $what } · waits for { $to }, asked { $since }
digest_approval = ✋ Waiting for your yes
digest_approval_late = ⌛ Past the day an answer was due
digest_row_approval = { $number }. { $what } · { $by }, asked { $since }
alert_approve = Approve
alert_reject = Reject
alert_hold = Not now
alert_approval_open = Open
button_approval_open = Open no. { $number }
button_approval_withdraw = Take back
toast_approval_yes = Approved
toast_approval_no = Rejected
toast_approval_hold = Put off
stamp_approval_granted = ✅ { $by } approved
stamp_approval_refused = ❌ { $by } said no
undo_approved = Two people decided this, so one of them cannot take it back. To ask again after taking a request back, say it anew; to owe a write-off again, say “Globex undo the write-off”.
record_approval = request
stand_in_how = Somebody to approve for you while you are away: /standin Amy until Dec 1; /standin off ends it.
stand_in_now = 🤝 { $name } approves for you until { $until }. /standin off ends it.
stand_in_set = 🤝 Done: until { $until } (that day included) { $name } can approve for you. You still can yourself.
stand_in_told = 🤝 { $name } asks you to approve for them until { $until } (that day included). What waits for you: /approvals
stand_in_ended = Done, nobody approves for you now.
stand_in_unknown = There is no colleague “{ $name }”. Say it like this: /standin Amy until Dec 1
stand_in_self = You cannot stand in for yourself; name a colleague.
stand_in_until_when = Until when? Say it like this: /standin Amy until Dec 1 (at most { $most } days).
help_approvals = what waits for my yes, and what I asked for
help_standin = somebody to approve for me while I am away: /standin Amy until Dec 1
undo_refunded = After { $what } money went back, or was settled again; please take the later one back first.
