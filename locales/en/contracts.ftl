# Contracts: signed, renewed, ended; instalments; what expires.
contract_saved = 📄 { $account }: contract signed { $number } { $amount }
    🗓 { $signed ->
        [none] signing day not said
       *[other] signed { $signed }
    }{ $start ->
        [none] { "" }
       *[other] , from { $start }
    }{ $end ->
        [none] , no end said
       *[other] , until { $end } ({ $left })
    }
contract_renewed = 📄 { $account }: contract renewed { $number } { $amount }
    🗓 { $before } → { $end } ({ $left })
contract_expires = 📄 { $account }: contract { $number } ends { $end } ({ $left })
    ⏰ I will remind you before, until you say whether it is renewed
contract_terms_saved = 📄 { $account }: contract { $number } { $amount } noted{ $end ->
        [none] { "" }
       *[other] , until { $end }
    }
contract_runs_out = 📄 { $account }: contract { $number } will not be renewed{ $end ->
        [none] { "" }
       *[other] , ends { $end }
    }
contract_ended = 📄 { $account }: contract { $number } ended on { $end }
ask_contract_signed = When was the contract with { $account } signed? Its { $months } months begin there. Please reply with a day, like “May 8 last year”.
contract_brief = ✅ Logged: contract with { $account } · { $by }
contract_left = { $days ->
        [0] ends today
        [one] 1 day left
       *[other] { $days } days left
    }
contract_past = ended { $days ->
        [one] 1 day
       *[other] { $days } days
    } ago
contract_end_by_term = 💡 no end day said: { $months } months from { $start }
contract_notice = 📣 if not renewed, say so by { $on }
contract_no_amount = ❓ No amount said. Reply to this card with “correction: 78k” to add it
contract_of_deal = 💼 belongs to the deal: { $stage } { $amount }
contract_moves_deal = 📈 deal: { $before } → { $stage }

contract_head = 📄 { $account } · contract { $number } version { $version } · { $state } { $amount }
contract_state_active = in force
contract_state_expired = past its end, nobody decided
contract_state_running_out = not to be renewed
contract_state_renewed = renewed
contract_state_ended = ended
contract_days = 🗓 { $signed ->
        [none] signing day unknown
       *[other] signed { $signed }
    }{ $start ->
        [none] { "" }
       *[other] , from { $start }
    }{ $end ->
        [none] , no end
       *[other] , until { $end } ({ $left })
    }
contract_paid = 💰 { $paid } of { $whole } received ({ $percent }%), { $rest } to come
contract_instalment = · { $title } { $amount } due { $due }, { $state }
instalment_paid = paid
instalment_open = { $rest ->
        [none] open
       *[other] { $rest } open
    }
instalment_overdue = { $days }d overdue, { $rest } open
contract_net = 🧾 { $month_end ->
        [yes] { $days } days from the end of the invoice’s month
       *[other] { $days } days from the invoice
    }
contract_plan_open = ❓ no days yet: { $parts }
contract_no_file = 📎 no file. Send one in reply to this card to attach it
contract_file = 📎 { $name }{ $size ->
        [none] { "" }
       *[other] { " · " }{ $size } KB
    }{ $hash ->
        [none] { "" }
       *[other] { " · SHA-256 " }{ $hash }…
    }{ $by ->
        [none] { "" }
       *[other] { " · " }{ $by }, { $on }
    }
contract_row = · { $account } { $number } { $end ->
        [none] { "" }
       *[other] { $end }
    } { $left } · { $state } · { $owner }
contract_none = { $account } has no contract yet. Once signed, say “signed the contract with { $account }, 80k, ends Dec 31 2026”.
contracts_none = ✅ No contract ends within three months
contracts_head = 📄 Contracts that end within three months ({ $count })
account_contract = 📄 Contract { $number } { $amount }{ $end ->
        [none] { "" }
       *[other] , until { $end } ({ $left })
    }

instalments_saved = 🧾 { $account }: { $count ->
        [one] 1 instalment
       *[other] { $count } instalments
    } booked, { $amount } in all
instalment_row = · { $title } { $amount } due { $due }
instalment_retention = retention
instalment_part = { $kind ->
        [retention] retention{ " " }
       *[part] { "" }
    }{ $percent }% { $amount }
ask_instalment_days = 🗓 When are { $account }’s { $count } payments due: { $parts }? Reply with { $count } days in that order in one line, like “Dec 1, Jan 15”.
ask_instalment_days_again = { $problem }. { $account } has { $count } payments: { $parts }. Reply with { $count } days in that order in one line.
problem_no_such_day = There is no day “{ $words }”
problem_day_count = I read { $said ->
        [one] 1 day
       *[other] { $said } days
    }
ask_invoice_day = 🧾 { $account } { $amount }, { $days } days from the end of the invoice’s month: when is the invoice written? Reply with the day.
ask_invoice_day_plain = 🧾 { $account } { $amount }, { $days } days from the invoice: when is it written? Reply with the day.
ask_retention_from = 🗓 { $account } { $part }, paid after { $months } months: counted from when? Pick, or reply with the due day.
ask_acceptance_day = When does { $account } accept it? It falls due { $months } months later. Reply with the day of acceptance.
button_from_signing = From signing: { $on }
button_from_acceptance = From acceptance
button_later = Decide later
button_plan = Set payment days
plan_not_whole = { $parts } add up to { $sum }, neither 10 tenths nor 100%. What is right? Reply with a line like “3-4-3”.
plan_retention_too_large = A retention of { $retention }% is more than the last instalment’s { $last }%. What is right? Reply with a line like “3-4-3”, or send it all again.
plan_later = All right, later; /contract has a button for it.
plan_booked_already = The payment days are all set; see /contract.

ask_contract_amount = What is the amount of { $account }’s contract? Instalments need it. Reply with the amount.
ask_impossible_end = There is no day “{ $words }”. When does the contract end? Reply with the day.
ask_contract_end = { $end } is before the start on { $start }. When does { $account }’s contract end? Reply with the day.
ask_contract_term = { $months } months run until { $by_term }, you said { $end }. Which one?
ask_contract_end_day = When does { $account }’s contract end? Reply with the day.
contract_completed = 📄 { $account }: contract { $number } is worth { $amount }{ $end ->
        [none] { "" }
       *[other] , until { $end }
    }
ask_contract_standing = { $account } has { $count ->
        [one] a contract
       *[other] { $count } contracts
    } without an amount. Is { $amount } what it is worth?
button_contract_completes = Add it to that one { $number }{ $end ->
        [none] { "" }
       *[other] {" "}(until { $end })
    }
ask_contract_twin = There is a contract signed { $on } { $amount } already. The same one?
button_contract_same = Same one, skip
button_contract_other = Another one, save
button_no_deal = None of them
ask_renewed_until = Until when is { $account }’s contract renewed? { $end ->
        [none] { "" }
       *[other] It ends { $end } now.
    } Reply with the day, like “Mar 1, 2027”.
ask_which_contract = { $account } has { $count } contracts. Which one?
button_contract = { $end ->
        [none] no end
       *[other] until { $end }
    } { $amount } { $number }
ask_notice = 📣 How many days ahead must one say that it is not renewed? Pick, or reply with the days.
button_notice = { $days } days
button_no_notice = None agreed
contract_ends_before_start = The end { $end } is before the start { $start }; nothing is saved.
contract_not_longer = { $end } is not later than the { $before } it has now; nothing is saved. Reply with a later day.
contract_decided_already = Somebody decided about this contract already

button_file = Get the file
file_over = 📎 The time of this file is over and it is gone. How long files are kept: /policy keep files
file_here = 📎 { $account }: { $name }
file_kept = 📎 { $account }: the file is kept with the contract
file_replaced = 📎 { $account }: this file takes the place of the last one
file_same = 📎 That is the file we have: { $name }
file_not_kept = 📎 The attachment was not kept. Please send it again by itself (up to 10 MB).
file_without_bytes = 💡 Only its name and size were kept, not the file. Please send it again here in private.
file_too_large = 📎 { $name } is over { $megabytes } MB and was not kept. Please compress it or send it in parts.
file_gone = 📎 { $name } is no longer there to be fetched. Please send it again.
file_unreachable = 📎 { $name } cannot be fetched now: the platform does not answer. Please send it again in a few minutes.
file_no_contract = { $account } has no contract to put the file on. Say “signed the contract with { $account }…” first.

expiry_alert = 📄 { $account } contract { $number_ } { $when ->
        [past] ended { $end }, { $days ->
            [one] 1 day
           *[other] { $days } days
        } ago
        [today] ends today, { $end }
       *[ahead] ends { $end }, { $days ->
            [one] 1 day
           *[other] { $days } days
        } left
    } · { $owner }
expiry_notice = 📣 if not renewed, say so by { $on }
expiry_seen_by = 👀 { $by } has seen it
expiry_renewed = ✅ { $account } contract renewed until { $end }
expiry_ended = ✅ { $account } contract not renewed, ends { $end }
expiry_void = ✅ this contract of { $account } was taken back
alert_renew = Renew
alert_run_out = Let it end
alert_seen = Seen
toast_seen = Noted; I will be back at the next stage
digest_expiry = 📄 Contracts ending soon
digest_row_expiry = { $number }. { $account } { $number_ } { $when ->
        [past] ended { $end }, { $days }d ago
        [today] ends today
       *[ahead] ends { $end }, { $days }d left
    } · { $owner }
digest_row_decided = { $number }. { $what }

corrected_instalment = · { $title } { $before } → { $after }
corrected_not_instalments = 💡 The instalments stay as they are: they did not add up to the contract before; correct them one by one.

record_contract = contract
help_contract = a customer’s contract: /contract Globex
help_contracts = contracts that end within three months

# Invoices: what was invoiced, what of a contract is left, and when it falls due where terms count from the invoice.
help_invoices = signed and not invoiced: /invoices or /invoices Globex; log one with “invoiced Globex 15k”
record_invoice = invoice
invoice_saved = 🧾 { $account }: invoiced { $amount } on { $on }{ $number_ ->
        [none] { "" }
       *[other] , contract { $number_ }
    }
invoice_planned = 🧾 { $account }: to be invoiced, { $amount } on { $on }{ $number_ ->
        [none] { "" }
       *[other] , contract { $number_ }
    }
invoice_left = · { $left } of this contract is not invoiced yet
invoice_beyond = ⚠️ That is { $over } more than the contract, please check
invoice_due = 📅 By the agreed { $days } days it falls due { $due }; booked as a receivable
invoice_no_contract = 💡 No contract fits, so only the invoice is kept; for the money due say “Globex owes 15k, due Jan 15”.
invoice_brief = ✅ Logged: { $account } invoice · { $by }
ask_invoice_amount = How much was { $account } invoiced? Please send the amount.
ask_invoice_contract = Which contract of { $account } was invoiced?
button_invoice_contract = { $number_ ->
        [none] { "" }
       *[other] { $number_ }{ " " }
    }{ $amount } ({ $left } left)
invoices_none = 🧾 Nothing is signed and not invoiced.
invoices_head = 🧾 { $count ->
        [one] One contract is
       *[other] { $count } contracts are
    } signed and not invoiced, { $left } in all, the oldest first:
invoices_row = · { $account }{ $number_ ->
        [none] { "" }
       *[other] { " " }{ $number_ }
    }: { $left } of { $amount } left{ $on ->
        [none] { "" }
       *[other] , signed { $on }
    }
