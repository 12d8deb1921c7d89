# Money: payments, receivables, promises, what is owed.
payment_saved = ✅ { $account }: received { $amount }, still owes { $balance }
payment_on = 📅 Received on { $on }
payment_advance = 💡 { $advance } more than was open: kept as an advance (not matched)
payment_unmatched = 💡 Nothing was open: { $advance } kept as an advance (not matched)
payment_to_confirm = 🕓 Waiting for finance to confirm
bill_noted = 📝 { $account }: a bill is not money yet, so your words are kept as a note and nothing is settled. Tell me when the money is in.
payment_brief = ✅ Logged: payment from { $account } · { $by }
receivable_saved = ✅ { $account }: { $amount } receivable { $title }, due { $due }
receivable_balance = 💰 Owes { $balance } in all now
receivable_overdue = ⏰ Already { $days ->
        [one] 1 day
       *[other] { $days } days
    } overdue
receivable_brief = ✅ Logged: receivable from { $account } · { $by }
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
       *[other] : { $percent }%
    }
promise_brief = ✅ Logged: promise by { $account } · { $by }

ask_payment_amount = How much did { $account } pay? Reply with the amount, like “50k”.
ask_receivable_amount = How much does { $account } owe? Reply with the amount.
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
owes_as_of_today = (As of today; I can’t look at another day yet)
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
approval_write_off = write off { $amount } of { $account }, { $title } due { $due }
approval_write_off_of = 💰 { $owed } of it is open; { $left } would be left
write_off_booked = 🧾 Wrote off { $amount } of { $account }; no longer chased. Now owed in all: { $balance }
write_off_back = ↩️ { $account } owes { $amount } again, the write-off no longer counts
write_off_brief = ↩️ { $by } reinstated what { $account } had written off
write_off_not_positive = A write-off must be more than zero.
write_off_currency = What is owed there is { $owed }; it cannot be written off as { $amount }. Please name the right currency.
write_off_beyond = Only { $owed } is open there, { $amount } cannot be written off. Please ask again with the right amount.
write_off_none = Nothing was written off there, so there is nothing to reinstate.
ask_write_off_which = Which one of { $account } is to be written off?
ask_write_off_back_which = Which one of { $account } is owed again?
button_receivable = { $balance } { $title } due { $due }
nothing_open = { $account } has nothing open.
record_writeoff = write-off
share_not_possible = { $percent }% is no share; it must be between 0 and 100.
