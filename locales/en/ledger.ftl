# Money: payments, receivables, promises, what is owed.
payment_saved = ✅ { $account }: received { $amount }, still owes { $balance }
payment_on = 📅 Received on { $on }
payment_advance = 💡 { $advance } more than was open: kept as an advance (not matched)
payment_unmatched = 💡 Nothing was open: { $advance } kept as an advance (not matched)
payment_to_confirm = 🕓 Waiting for finance to confirm
payment_brief = ✅ Logged: payment from { $account } · { $by }
receivable_saved = ✅ { $account }: { $amount } receivable { $title }, due { $due }
receivable_balance = 💰 Owes { $balance } in all now
receivable_by_terms = 📐 No due day said: by its terms, { $terms } (from { $billed } on)
receivable_overdue = ⏰ Already { $days ->
        [one] 1 day
       *[other] { $days } days
    } overdue
receivable_brief = ✅ Logged: receivable from { $account } · { $by }
promise_together = ➕ { $before } was promised for that day before, { $total } in all
promise_saved = 🤝 { $account }{ $contact ->
        [none] { "" }
       *[other] { " · " }{ $contact }
    } promised { $by ->
        [none] to pay, no day said
       *[other] to pay by { $by }
    }{ $amount ->
        [none] { "" }
       *[other] : { $amount }
    }{ $percent ->
        [none] { "" }
       *[other] { $amount ->
            [none] : { $percent }%
           *[other] { "" } ({ $percent }%)
        }
    }
promise_record = 📊 { $who ->
        [none] Kept
       *[other] { $who } kept
    } { $kept } of { $count } earlier { $count ->
        [one] promise
       *[other] promises
    }
promise_brief = ✅ Logged: promise by { $account } · { $by }

ask_payment_amount = How much did { $account } pay? Reply with the amount, like “50k”.
ask_receivable_amount = How much does { $account } owe? Reply with the amount.
ask_unknown_currency = I do not know the currency “{ $words }”. Reply with amount and currency, like “500 USD”.
ask_promise_over = { $account } promised it for { $on }, which is over. Which day is it? Reply with a day.
ask_promise_past = { $account } promised it for { $on }, which is over. Which day is it? Press next year’s, or reply with a day.
ask_foreign = { $account } owes { $owed }; { $amount } is another currency and settles none of it. Which is it?
button_foreign = { $amount }, kept as an advance
ask_due_day = { $account } owes { $amount }: due when? Reply with a day, like “Jan 15”.
ask_negative_amount = The amount “{ $words }” cannot be zero or negative. What is it? Reply with the amount; if it is a refund, leave it for now.
ask_two_amounts = There are two amounts ({ $words }). Which one counts? Reply with it.
ask_two_dates = There are two dates ({ $words }). Which one counts? Reply with it.
ask_impossible_date = There is no day “{ $words }”. Which day is it? Reply with the day.
ask_absurd_amount = The amount “{ $words }” is enormous. A slip? Reply with the right one.
ask_direction = Did they pay us or did we refund them? I could not tell ({ $words }), so nothing is recorded. Please say it another way.
ask_several_customers = Several customers in one line ({ $words }). Whose is it? Reply with the name.
ask_currency = { $account } owes { $owed }, and no currency was said. Which is it?
ask_overpaid = { $account } only owes { $owed }; { $amount } is { $over } too much. How should I book it?
button_overpaid = Keep { $over } as advance
ask_twin = { $by } logged { $amount } from { $account } a few days ago. The same one?
button_twin_same = Same one, skip
button_twin_other = Another one, save
ask_always = Is this right?
amount_not_bookable = { $amount } { $currency } cannot be booked: the decimals or the currency are off. Please correct it.
payment_not_positive = The amount must be more than zero.
amount_not_positive = The amount cannot be negative.
receivable_below_paid = { $paid } is already paid, so it cannot become { $amount }. Undo the payment that is too much first.

owes_head = 💰 { $account } owes { $owed }{ $days ->
        [0] , none of it due yet
        [one] , the oldest 1 day overdue
       *[other] , the oldest { $days } days overdue
    }
owes_row = · { $balance } { $title } due { $due }{ $days ->
        [0] { "" }
       *[other] , { $days }d overdue
    }{ $promised ->
        [none] { "" }
       *[other] , { $promised }
    }
owes_nothing = ✅ { $account } owes nothing
owes_as_of_today = (This is as of now.)
overdue_none = ✅ Nothing is overdue
overdue_head = ⏰ { $count } overdue · { $owed } in all
overdue_row = · { $account } { $days }d overdue: { $balance } · { $owner }{ $promised ->
        [none] { "" }
       *[other] { "" } ({ $promised })
    }

paste_head = 📋 { $count } lines read; one press saves them all:
paste_account = · new customer { $account }{ $near ->
        [none] { "" }
       *[other] { " " }(looks like { $near }: asked first)
    }
paste_receivable = · { $account }{ $new ->
        [yes] { "" } (new)
       *[other] { "" }
    } owes { $amount }, { $due ->
        [none] due day to be asked
       *[other] due { $due }
    }
paste_unclear = · ❓ { $text } (asked when saving)
paste_saved = ✅ { $accounts ->
        [0] No new customers
        [one] 1 new customer
       *[other] { $accounts } new customers
    }, { $receivables ->
        [one] 1 receivable
       *[other] { $receivables } receivables
    }:
payment_no_finance = 💡 Finance should confirm it, but nobody is in finance yet (/role or /invite), so it does not wait.
confirm_how = /confirm on or /confirm off: whether payments others log wait for finance. Now it is { $now ->
        [on] on
       *[off] off
    }.
confirm_switched = { $now ->
        [on] 🕓 From now on payments others log are marked “to be confirmed” until finance presses “It came”. The balance still falls at once.
       *[off] All right, payments no longer wait for finance.
    }
confirm_ask = 🕓 { $by } logged a payment from { $account }: { $amount } ({ $on }). Did it come?
confirm_done = ✅ { $account }: { $amount } ({ $on }) came in (confirmed by { $by })
confirm_gone = That payment was taken back.
confirm_already = That is confirmed already.
toast_confirmed = Confirmed
button_arrived = It came
button_not_arrived = It did not
ask_why_not_arrived = { $amount } from { $account } did not come? Press why or type a line, and I reverse it and tell whoever logged it.
reason_not_yet = Not here yet
reason_amount = Wrong amount
reason_customer = Not theirs
not_arrived_done = ❌ { $account }: { $amount } did not come, reversed: { $reason }
stamp_not_arrived = ❌ Finance ({ $by }) says it did not come: reversed
told_not_arrived = ❌ { $what } { $amount } did not come and was reversed ({ $by }{ $reason ->
        [none] { "" }
       *[other] : { $reason }
    }). Log it again once it is there.
owes_unconfirmed = 🕓 Of what came in, { $amount } is still to be confirmed by finance
twin_dropped = All right, the same payment: not logged twice.
help_confirm = whether payments wait for finance: /confirm on or off

# Write-offs.
approval_write_off = write off { $amount } of { $account }, { $title ->
        [none] { "" }
       *[other] { $title }{ " " }
    }due { $due }
approval_less_of = 💰 { $owed } of it is open; { $left } would be left
booked_write_off = 🧾 Wrote off { $amount } of { $account }; no longer chased. Now owed in all: { $balance }
write_off_back = ↩️ { $account } owes { $amount } again, the write-off no longer counts
write_off_brief = ↩️ { $by } reinstated what { $account } had written off
write_off_not_positive = A write-off must be more than zero.
write_off_currency = What is owed there is { $owed }; it cannot be written off as { $amount }. Please name the right currency.
write_off_beyond = Only { $owed } is open there, { $amount } cannot be written off. Please ask again with the right amount.
write_off_none = Nothing was written off there, so there is nothing to reinstate.
ask_which_write_off = Which one of { $account } is to be written off?
ask_write_off_back_which = Which one of { $account } is owed again?
button_receivable = { $balance } { $title } due { $due }
nothing_open = { $account } has nothing open.
nothing_to_let_off = 🔎 Nothing is open, so there is nothing to let off
record_writeoff = write-off
share_not_possible = { $percent }% is no share; it must be between 0 and 100.

# Payments: who paid, what the bank kept, where it went.
payment_fee = 🏦 { $net } came in, the bank kept { $fee }
payment_part = · { $amount } → { $title } due { $due }, { $left ->
        [none] settled
       *[other] { $left } left
    }
payment_next = ⏭ Next: { $title ->
        [none] { "" }
       *[other] { $title }{ " " }
    }{ $balance }, due { $due }
payment_third_party = 🔁 Paid by { $payer } for { $account } (a third party)
payer_learnt = 💡 I will remember that { $payer } pays for { $account } (/payer to see and change)
payer_known = I knew that { $payer } pays for { $account }.
payer_forgotten = Forgotten: { $payer } is no longer known to pay for anybody.
payer_unknown = “{ $payer }” is not known to pay for anybody. /payer lists them all.
payer_head = 🔁 Who pays for whom ({ $count })
payer_none = 🔁 Nobody is known to pay for somebody else.
payer_row = · { $payer } → { $account } (since { $on })
payer_how = Teach me: /payer Acme Holdings = Globex; forget: /payer forget Acme Holdings
ask_payer_for = “{ $payer }” has paid for { $accounts } before. For whom was this?
ask_payer_whose = “{ $payer }” is a customer and has also paid for { $accounts }. Whose is this?
button_paid_for = For { $account }
button_payer_own = { $account }’s own
ask_gross = { $net } came in after a fee of { $fee }: does it settle { $gross } as the customer paid, or { $net } as it came?
button_gross = { $amount } (we bear the fee)
button_net = { $amount } (they bear the fee)
ask_parts_sum = { $amount } in all, but the parts add up to { $parts }. How shall I book it?
button_parts_whole = { $amount } in all
button_parts_rest = Only the whole, { $amount }
ask_part_which = { $account }, “{ $label }” { $amount }: which one is that?
part_beyond = The one due { $due } has only { $owed } open, not { $amount }. Please say the parts again.
parts_beyond = The parts are { $over } more than { $amount }. Please say them again.

# Refunds.
refund_saved = 💸 Refunded { $amount } to { $account }; owed in all now: { $balance }
refund_reopened = · { $title } due { $due } is open again: { $balance }
refund_brief = 💸 { $by } logged a refund to { $account }
ask_refund_beyond = By the books { $account } has paid only { $paid } in all, so { $amount } cannot go back. Which is it?
button_refund_never_booked = They paid, nobody logged it: log { $amount }, then the refund
button_refund_off_bill = No money went out: bill { $amount } less
refund_came_first = ✅ { $account }: { $amount } logged as received before (in advance)
refund_beyond = They have paid only { $paid } in all, so { $amount } cannot go back. Please check the amount and the customer.
refund_not_yours = 🔒 Money that goes out is logged by finance or a manager. Please send them this line.
ask_refund_amount = How much was the refund with { $account }? Reply with the amount.
ask_refund_direction = { $account }, { $amount }: did they pay us, or did we refund them?
button_refund_in = They paid us
button_refund_out = We refunded them
ask_refund_how = We refund { $account } { $amount }: out of what?
button_refund_advance = Out of their advance ({ $have })
button_refund_owed = What they paid; { $amount } is owed again
button_refund_credit = What they paid; { $amount } is let off (needs a yes)

# Advances.
offset_saved = 🔄 { $account }: { $amount } settled with their advance, { $left } of it left; owed in all now: { $balance }
offset_brief = 🔄 { $by } settled what { $account } owes with their advance
ask_offset = How shall { $account }{ $amount ->
        [none] { "" }
       *[other] ’s { $amount }
    } be set off?
button_offset_advance = With their advance ({ $have })
button_offset_write_off = Write it off (needs a yes)
ask_offset_which = Which one of { $account } is to be settled with the advance?
advance_none = There is no advance to use.
advance_short = The advance is only { $have }, not { $amount }.
nothing_open_in = Nothing is open in { $currency } to settle.
advance_none_anywhere = ✅ No unused advances.
advance_head = 💰 Unused advances ({ $count })
advance_row = · { $account } { $have }{ $owed ->
        [none] { "" }
       *[other] { " " }(owes { $owed })
    }
advance_how = To use one say “use the advance of Globex for phase 2”; I never do it by myself.
owes_advance = 💡 { $have } in advance is unused

# Credit notes.
approval_credit_note = credit note of { $amount } for { $account }, { $title ->
        [none] { "" }
       *[other] { $title }{ " " }
    }due { $due }
booked_credit_note = 🧾 Credit note of { $amount } for { $account }: that much is billed less. Now owed in all: { $balance }

# Disputes.
dispute_saved = ⏸ { $account } { $amount } is disputed and not chased{ $reason ->
        [none] { "" }
       *[other] : { $reason }
    } · { $owner } looks after it. Once it is over say “{ $account } dispute settled”.
dispute_told = { $by }: { $what }
dispute_over_saved = ▶️ { $account } { $amount }: the dispute is over, chased again
dispute_brief = { $by } changed a dispute of { $account }
dispute_none = There is no dispute on the books.
dispute_already = This one of { $account } is on the books as disputed already and is not chased. Once it is over say “{ $account } dispute settled”.
ask_dispute_which = Which one of { $account }?
button_all_of_them = All { $count }
state_disputed = disputed, not chased{ $reason ->
        [none] { "" }
       *[other] : { $reason }
    }
state_covered = covered by a bill until { $on }
alert_paused = ⏸ { $why }

# Bills.
bill_saved = 🧾 { $account }: bill of { $amount }, matures { $due }. It counts once the bank pays it; not chased before.
bill_covers = · { $amount } covers { $title } due { $due }
bill_free = 💡 { $amount } covers nothing that is open; it will be an advance once it is paid
bill_brief = 🧾 { $by } logged a bill of { $account }
ask_bill_amount = How much is { $account }’s bill? Reply with the amount.
ask_bill_due = { $account }’s bill of { $amount }: when does it mature? Reply with the day.
bill_in_the_past = { $on } is past. A bill matures after today; if it was paid already, say “received …”.
bill_due_alert = 🧾 { $account }’s bill of { $amount } matured on { $on }. Did the bank pay?
digest_bill_due = 🧾 Bills that matured
digest_row_bill_due = { $number }. { $account }: bill of { $amount }, matured { $on }
alert_bill_collected = Collected
alert_bill_dishonoured = Dishonoured
bill_collected = ✅ { $account }’s bill of { $amount } was collected; owed in all now: { $balance }
bill_dishonoured = ❌ { $account }’s bill of { $amount } was dishonoured; what it covered is chased anew from today. Owed in all: { $balance }
bill_is_collected = ✅ { $account }’s bill of { $amount } was collected
bill_is_dishonoured = ❌ { $account }’s bill of { $amount } was dishonoured
bill_is_void = ↩️ { $account }’s bill of { $amount } was taken back
bill_decided = { $state ->
        [collected] This bill was collected already.
       *[other] This bill was dishonoured already.
    }
owes_bill = 🧾 We hold a bill of { $amount }, it matures { $due }
record_bill = bill
record_payer = payer
help_advances = who has unused advances with us
help_payer = who pays for whom: /payer Acme Holdings = Globex
refund_correct = A refund cannot be corrected or restored: take it back and say it again as it was.
ask_which_credit_note = Which one of { $account } is the credit note for?

# The bank's file.
bank_head = 🏦 { $name }: { $count } payments{ $sums ->
        [none] { "" }
       *[other] , { $sums } in all
    }
bank_row = · { $on } { $amount } { $payer } → { $account ->
        [none] ❓ will be asked
       *[other] { $account }
    }{ $logged ->
        [none] { "" }
       *[other] { " " }(logged for { $logged }, the bank confirms)
    }
bank_there = ✓ { $count ->
        [one] { $count } row is
       *[other] { $count } rows are
    } in the books already, nothing doubles
bank_outgoing = { $count ->
        [one] { $count } row is
       *[other] { $count } rows are
    } money that went out; left alone
bank_done = 🏦 { $new } booked, { $confirmed } confirmed:
bank_confirmed = ☑️ { $account }: { $amount } logged for { $on }, the bank says it came
bank_known = ✓ { $account }: this row is in the books already
bank_not_allowed = 🔒 Bank files are sent by finance or a manager.
bank_too_many = There are { $count } payments in this file; at most { $most } go at once. Please split it by date.
button_bank_book = Book { $count }{ $asked ->
        [0] { "" }
       *[other] { " " }({ $asked } will be asked)
    }
row_no_payer = nobody is named as payer
ask_bank_payer = Which customer is the payment of “{ $name }” for? Reply with the name and I will remember it; or make a new customer.
usage_writeoff = /writeoff { $account } 30k because the plant closed
usage_creditnote = /creditnote { $account } 500 because of the late delivery
usage_refund = /refund we refunded { $account } 2000
usage_offset = /offset { $account } phase 2
usage_dispute = /dispute { $account }, the goods were damaged
usage_bill = /bill { $account } 20k, 6 months
help_writeoff = write off (needs a yes): /writeoff Globex 30k because …
help_creditnote = credit note (needs a yes): /creditnote Globex 500 because …
help_refund = log a refund: /refund we refunded Globex 2000
help_offset = settle with the advance: /offset Globex phase 2
help_dispute = disputed, not chased: /dispute Globex, the goods were damaged
help_bill = log a bank acceptance bill: /bill Globex 20k, 6 months

# Complaints: who deals with one, what is not chased meanwhile, and chased again once it is dealt with.
record_complaint = complaint
help_complaints = open complaints: /complaints or /complaints Globex; log one with “Globex complained about phase 2, handled by Joe”
complaint_row = 📣 { $account } ({ $on }): { $text } · { $owner } deals with it
complaint_pauses = ⏸ { $amount } is not chased until the complaint is dealt with
complaint_how = 💡 Once it is, press the button or say “{ $account } complaint resolved”.
complaint_told = { $by }: { $what }
complaint_brief = 📣 { $by } logged a complaint of { $account }
complaint_over_saved = ✅ { $account }’s complaint is dealt with: { $text }
complaint_resumed = ▶️ { $amount } is chased again from today
complaint_over_brief = ✅ { $by }: { $account }’s complaint is dealt with
complaint_none = { $account } has no open complaint.
complaint_closed = That complaint is dealt with already.
complaints_none = 📣 There is no open complaint.
complaints_head = 📣 { $count ->
        [one] One open complaint:
       *[other] { $count } open complaints, the oldest first:
    }
ask_complaint_pauses = Before { $account }’s complaint is saved: what shall not be chased meanwhile?
ask_complaint_which = Which complaint of { $account } is dealt with?
button_pause_nothing = Chase as usual
button_complaint_over = { $account ->
        [none] Dealt with
       *[other] { $account }: dealt with
    }

# Deliveries and acceptance: planned for when, done or not, and the due days that hang on them.
record_delivery = delivery
help_deliveries = what is still to be delivered: /deliveries or /deliveries Globex; log one with “shipped 200 units to Globex”, “shipping to Globex next Wednesday”, “Globex accepted the goods”
delivery_saved = { $state ->
        [done] ✅
        [moved] 🔁
       *[planned] 📦
    } { $account }: { $kind ->
        [acceptance] { $state ->
            [done] accepted
           *[other] acceptance
        }
       *[delivery] { $state ->
            [done] delivered
           *[other] delivery
        }
    }{ $what ->
        [none] { "" }
       *[other] { $state ->
            [done] { " " }{ $what }
           *[other] { " " }of { $what }
        }
    }{ $amount ->
        [none] { "" }
       *[other] { " " }(worth { $amount })
    } { $state ->
        [moved] now { $on }
       *[other] on { $on }
    }{ $before ->
        [none] { "" }
       *[other] , planned for { $before } before
    }{ $late ->
        [0] { "" }
        [one] , a day later than planned
       *[other] , { $late } days later than planned
    }
delivery_brief = 📦 { $by } logged a delivery for { $account }
delivery_row = { $state ->
        [done] ✅
       *[planned] 📦
    } { $account }: { $kind ->
        [acceptance] acceptance
       *[delivery] delivery
    }{ $what ->
        [none] { "" }
       *[other] { " " }of { $what }
    }{ $amount ->
        [none] { "" }
       *[other] { " " }(worth { $amount })
    }, { $state ->
        [done] done { $on }
       *[planned] { $on }{ $days ->
            [0] { "" }
            [one] , a day late
           *[other] , { $days } days late
        }
    }{ $first ->
        [none] { "" }
       *[other] { " " }(planned for { $first } first)
    }
deliveries_none = 📦 Nothing waits to be delivered or accepted. Log one with “shipping 200 units to Globex next Wednesday”.
deliveries_head = { $count ->
        [0] 📦 Nothing waits to be delivered or accepted. Done:
        [one] 📦 One delivery or acceptance to come:
       *[other] 📦 { $count } deliveries and acceptances to come, the earliest first:
    }
delivery_due_alert = 📦 { $account }: { $kind ->
        [acceptance] acceptance
       *[delivery] delivery
    }{ $what ->
        [none] { "" }
       *[other] { " " }of { $what }
    }{ $amount ->
        [none] { "" }
       *[other] { " " }(worth { $amount })
    } { $days ->
        [0] is due on { $on }. { $kind ->
            [acceptance] Did they accept?
           *[delivery] Did it go?
        }
        [one] is a day late, planned for { $on }
       *[other] is { $days } days late, planned for { $on }
    } · { $owner }
digest_delivery_due = 📦 Deliveries due
digest_row_delivery_due = { $number }. { $account }: { $kind ->
        [acceptance] acceptance
       *[delivery] delivery
    }{ $what ->
        [none] { "" }
       *[other] { " " }of { $what }
    }{ $amount ->
        [none] { "" }
       *[other] { " " }(worth { $amount })
    }, planned for { $on }{ $days ->
        [0] { "" }
        [one] , a day late
       *[other] , { $days } days late
    } · { $owner }
delivery_settled = { $state ->
        [done] ✅
        [void] ↩️
       *[moved] 🔁
    } { $account }: { $kind ->
        [acceptance] acceptance
       *[delivery] delivery
    }{ $what ->
        [none] { "" }
       *[other] { " " }of { $what }
    }{ $amount ->
        [none] { "" }
       *[other] { " " }(worth { $amount })
    } { $state ->
        [done] done on { $on }
        [void] taken back
       *[moved] moved to { $on }
    }
alert_delivered = Done
alert_delivery_later = Another day
button_delivered = Done: { $account } { $on }
button_delivery = { $what ->
        [none] The one
       *[other] { $what }
    }{ $on ->
        [none] { "" }
       *[other] { " " }of { $on }
    }
button_delivery_other = Another one
ask_which_delivery = Which { $kind ->
        [acceptance] acceptance
       *[delivery] delivery
    } of { $account } is it?
ask_delivery_day = When is { $kind ->
        [acceptance] the acceptance at
       *[delivery] the delivery to
    } { $account }? Reply with a day, like “Dec 3”.
ask_base_day = { $account }: { $amount } falls due after the { $kind ->
        [acceptance] acceptance
       *[delivery] delivery
    }. On which day was it, or is it planned for? Reply with the day.
receivable_hangs = 🔗 Counted from the { $kind ->
        [acceptance] acceptance
       *[delivery] delivery
    } on { $on }; if that day changes, you are asked
delivery_risky = ⚠️ { $account } has only { $points } credit points (grade { $grade }); the worst of it:
    { $why }
delivery_risky_plain = ⚠️ { $account } pays badly; ask its owner first.
ask_delivery_risky = { $risk }
    Save this delivery all the same?
delivery_beyond_told = ⚠️ { $by } logged goods for { $account } that have left{ $what ->
        [none] { "" }
       *[other] { " " }({ $what })
    }{ $amount ->
        [none] { "" }
       *[other] , worth { $amount }
    }: { $over } over its limit.
delivery_not_billed = 💡 The goods left and are not billed yet: say “{ $account } owes { $amount }, due …”.
dues_tied = 🔗 This money is counted from that day:
dues_along = 🔗 This is not due yet:
ask_dues_move = Move it along? Nothing moves by itself.
due_moves = · { $balance }{ $title ->
        [none] { "" }
       *[other] { " " }{ $title }
    }: { $before } → { $after }
button_dues_move = { $count ->
        [one] Move it
       *[other] Move all { $count }
    }
button_due_moves = { $balance } to { $on }
button_dues_stay = Leave them
dues_stay = The due days stay as they are.
dues_moved = ✅ { $account }: { $count ->
        [one] one due day was moved:
       *[other] { $count } due days were moved:
    }
due_hangs = 🔗 { $balance }{ $title ->
        [none] { "" }
       *[other] { " " }{ $title }
    } counts from that day and would be due { $after }; it still says { $before }. To change it, reply to its card with the right day.
delivery_done_already = That was done on { $on } already, so nothing was logged. If it is wrong, reply to its card, or /undo.
delivery_to_come = { $on } is still to come, so it cannot have left yet. If it is planned for then, say “shipping on { $on }”.
delivery_in_the_past = { $on } is over, so it cannot be planned for then. If it left, say “shipped”; else name today or a later day.

# Cash: in whose hands it is, until finance has it.
help_held = who still has cash in hand, a line each; finance (else a manager) presses “Handed in”
payment_held = 💵 { $by } has the cash; finance presses “Handed in” once they have it
cash_ask = 💵 { $by } has cash of { $account } in hand: { $amount } (taken { $on }). Was it handed in?
cash_told = 💵 { $by } took cash from { $account }: { $amount } ({ $on }), to be handed in
cash_was = 💵 Cash that { $by } took from { $account }: { $amount } ({ $on })
button_handed_in = Handed in
button_handed_in_of = Handed in: { $account } { $amount }
alert_handed_in = Handed in
cash_handed_in = ✅ { $by } handed in the cash of { $account }: { $amount } (taken { $on })
cash_taken_back = ↩️ { $account }: cash of { $amount } ({ $on }) was taken back
cash_held_alert = 💵 { $by } still has cash of { $account } in hand: { $amount } (taken { $on })
digest_cash_held = 💵 Cash not handed in
digest_row_cash_held = { $number }. { $by }: { $account } { $amount } (taken { $on })
cash_own_hands = It is in your own hands, so you cannot press “Handed in” yourself: give it to finance (else a manager), and they will.
held_none = 💵 Nobody has cash in hand.
held_head = 💵 Cash not handed in yet: { $sums }
held_by = 👤 { $by }: { $sums }
held_row = · { $account } { $amount }, taken { $on }{ $days ->
        [0] { "" }
        [one] , a day ago
       *[other] , { $days } days ago
    }
