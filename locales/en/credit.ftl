# Credit: how far a customer can be trusted, and why.
help_risk = a customer’s credit score and its reasons: /risk Globex, or alone for the worst
risk_head = 🛡 { $account }: credit { $points }, grade { $grade }
risk_none = 🛡 { $account } has neither paid nor been late yet, so there is nothing to score.
risk_timing = · Paying on time { $points }/{ $most }: { $days ->
        [0] mostly on the day
        [one] { $days } day late on average
       *[other] { $days } days late on average
    }
risk_overdue = · Overdue now { $points }/{ $most }: { $count ->
        [0] nothing
        [one] { $count } item, { $days } days at the longest
       *[other] { $count } items, { $days } days at the longest
    }
risk_promises = · Keeping promises { $points }/{ $most }: { $count ->
        [0] none has come due
       *[other] { $count } promised, { $kept } kept, { $late } late, { $broken } broken
    }
risk_experience = · Track record { $points }/{ $most }: { $count ->
        [0] nothing settled yet
       *[other] { $count } settled
    }
button_risk_rows = See each payment
risk_rows_head = 🛡 What { $account }’s score is made of:
risk_row = · { $amount }, due { $due }, { $on ->
        [none] not paid, { $days } days late
       *[other] { $written ->
            [yes] written off { $on }
           *[no] paid { $on }{ $days ->
                [0] , in time
                [one] , { $days } day late
               *[other] , { $days } days late
            }
        }
    }
risk_promise = 🤝 Promised by { $by }{ $amount ->
        [none] { "" }
       *[other] { " " }{ $amount }
    }: { $state ->
        [open] still to come
        [kept] kept
        [late] a few days late
       *[broken] broken
    }
risk_worst_head = 🛡 Customers who owe money, the least trusted first:
risk_worst_row = · { $account } { $points }, grade { $grade }: owes { $owed }
risk_not_yours = 🔒 Only the owner, managers and finance see the credit score of { $account }.
credit_in_short = 🛡 Credit: { $grade ->
        [none] no score yet
       *[other] grade { $grade } ({ $points } points)
    }{ $limit ->
        [none] { "" }
       *[other] { " " }· limit { $limit }, used { $used }{ $over ->
            [none] { $room ->
                [none] { "" }
               *[other] , { $room } left
            }
           *[other] , { $over } over
        }
    }
risk_nobody = 🛡 Nobody who owes money can be scored yet.

score_timing = paying on time
score_overdue = overdue now
score_promises = keeping promises
score_experience = track record
risk_changed = { $turn ->
        [better] 📈
       *[worse] 📉
    } Grade { $before } became { $after } on { $on }
risk_terms = 📆 Terms { $turn ->
        [longer] grow longer
       *[other] have become shorter
    }: { $steps }
risk_terms_step = { $days } days ({ $by ->
        [none] contract{ $number_ ->
            [none] { "" }
           *[other] { " " }{ $number_ }
        } of { $on }
       *[other] set by { $by }, { $on }
    })
button_risk_more = More
risk_worst_further = 🛡 From number { $first } on:

help_limit = the credit limit: /limit Globex 50k, without an amount what is used of it
help_whitelist = free of credit checks until a day: /whitelist Globex until December 31 because old customer
usage_limit = /limit { $account } 50k (what is used: /limit { $account }; its tier’s again: /limit { $account } default; for a while: /limit { $account } 80k until December 31)
usage_whitelist = /whitelist { $account } until December 31 because old customer (end it: /whitelist { $account } end)
limit_head = Credit limit of { $account }:
limit_line = 💳 { $whose ->
        [own] Limit { $limit } (its own)
        [tier] Limit { $limit } (default of its tier, { $tier })
       *[none] No limit, neither its own nor a default ({ $tier }): any amount goes
    }
limit_used = · Used { $used }: open { $open }{ $unbilled ->
        [none] { "" }
       *[other] , sold and not billed { $unbilled }
    }{ $delivered ->
        [none] { "" }
       *[other] , delivered and not billed { $delivered }
    }{ $advance ->
        [none] { "" }
       *[other] , less { $advance } paid ahead
    }
limit_free = 🤍 Free of checks until { $until } ({ $by }: { $reason })
limit_raised = ✋ Exception: up to { $amount } until { $until }
limit_stopped = ⛔ Something is { $days } days overdue (more than { $most } stops credit): money first
limit_share = ⚠️ Its grade may use { $share }% only{ $may_use ->
        [none] { "" }
       *[other] , that is { $may_use }
    }
limit_room = · { $room } more may go on credit
limit_full = · Nothing more on credit{ $over ->
        [none] { "" }
       *[other] , { $over } over already
    }
limit_set = ✅ Limit of { $account }: { $before ->
        [none] its tier’s
       *[other] { $before }
    } → { $limit }
limit_default = ✅ { $account } has its tier’s limit again{ $before ->
        [none] { "" }
       *[other] { " " }(before: { $before })
    }{ $limit ->
       *[other] { "" }
    }
limit_same = The limit of { $account } is { $limit ->
        [none] its tier’s
       *[other] { $limit }
    } already.
limit_not = “{ $value }” is no amount. Say /limit Globex 50k; “default” is the tier’s.
whitelist_set = 🤍 { $account } is free of credit checks until { $until }: { $reason }. It ends by itself, and managers are told.
whitelist_ended = ✅ { $account } is checked again.
whitelist_not = { $account } is not on the whitelist.
whitelist_past = { $on } is over; the whitelist needs a day to come.
whitelist_far = { $on } is too far: two years at most, then decide again.
whitelist_head = 🤍 { $count ->
        [one] One customer is free of checks:
       *[other] { $count } customers are free of checks, the first to end first:
    }
whitelist_row = · { $account } until { $until }: { $reason } ({ $by })
whitelist_none = 🤍 Nobody is on the whitelist. Add one: /whitelist Globex until December 31 because old customer

grade_alert = { $turn ->
        [down] 📉
       *[up] 📈
    } { $account }: credit { $before } → { $after } ({ $points_before } → { $points_after } points): { $why }
grade_why = { $reason } { $points }
grade_by_policy = the rules for grades changed
grade_settled = { $account }: credit { $before } → { $after }, changed again since
digest_grade = 🛡 Credit grades that changed
digest_row_grade = { $number }. { $turn ->
        [down] 📉
       *[up] 📈
    } { $account } { $before } → { $after } ({ $points_before } → { $points_after } points): { $why }
free_ended_alert = 🤍 The whitelisting of { $account } ended on { $on }; it is checked again. To renew: /whitelist { $account } until when because why
free_ended_settled = 🤍 The whitelisting of { $account } was decided about
digest_free_ended = 🤍 Whitelist ended
digest_row_free_ended = { $number }. { $account }: ended { $on }, checked again
concentrated_alert = 🧺 { $percent }% of all that is open is { $account }’s: { $owed } of { $whole }
concentrated_settled = 🧺 { $account } owes less of it all now
digest_concentrated = 🧺 Much with one customer
digest_row_concentrated = { $number }. { $percent }% of all that is open is { $account }’s: { $owed } of { $whole }
record_creditterms = limit and whitelist
record_gradechange = change of grade
limit_not_yours = 🔒 Limits and the whitelist are for managers and finance to set; please ask them.
limit_raised_now = ✋ { $account }: up to { $amount } until { $until }, then its limit as before

ask_risky = ⚠️ { $account } has only { $points } credit points (grade { $grade }); the worst of it:
    { $why }
    Save this deal all the same?
ask_risky_plain = ⚠️ { $account } pays badly; ask its owner first. Save this deal all the same?
button_save_anyway = Save anyway
button_rather_not = Rather not
credit_parked = ✋ { $amount } more on credit for { $account } is too much: it waits, nothing is booked until a manager says yes.
credit_sum = 🧮 May use { $may_use } ({ $why ->
        [stopped] something is { $days } days overdue
        [grade] its grade may use { $share }% of a limit
        [raised] an exception granted
        [own] its own limit
       *[tier] the limit of its tier
    }) − used { $used } − this { $asked } = { $over } over
credit_way_prepay = { $number }. Collect { $amount } first: once “{ $account } paid { $amount }” is logged, say this again and it passes{ $rest ->
       *[other] { "" }
    }{ $on ->
       *[other] { "" }
    }
credit_way_split = { $number }. Split it: log { $amount } now, the other { $rest } { $on ->
        [none] when what is open came in
       *[other] from { $on } on, once what is due by then came in
    }{ $account ->
       *[other] { "" }
    }
credit_way_except = { $number }. An exception: a manager allows up to { $amount } until { $on }{ $rest ->
       *[other] { "" }
    }{ $account ->
       *[other] { "" }
    }
button_credit_prepay = Collect { $amount } first
button_credit_split = { $amount } now, { $rest } later
credit_prepay_chosen = 👌 { $account }: { $amount } first. Log the payment as usual; once there is room I ask you whether to book this. Managers leave it until { $until }.
credit_prepay_task = Collect { $amount } first for: { $said }
credit_rest_task = The remaining { $amount } may be booked: { $said }
credit_rest_kept = 📌 { $account }: the remaining { $amount } is a to-do, you are reminded on { $on } to log it.
credit_fits_again = 🟢 There is room for { $account } now: the { $amount } that waits needs no yes any more. Book it?
credit_sale_deal = deal won
credit_sale_stage = deal won
credit_sale_contract = contract
credit_sale_terms = terms of a contract
credit_sale_invoice = an invoice
credit_sale_receivable = receivable
approval_credit_exception = { $amount } more on credit for { $account } ({ $kind })
credit_waits = { $amount } for { $account } waits for a manager already; /approvals shows it.
booked_credit_exception = ✅ Exception granted: { $account } may use up to { $amount } until { $until }, and this is booked.
credit_say_again = Something about this sale to { $account } is still unclear, so it cannot be booked as approved. Say it again, there is room for it now.
credit_fits_now = { $amount } for { $account } is within the limit and needs no yes: just say it again.
credit_delivered = ⚠️ The goods have left, so it is booked; { $over } over the limit, managers know.
credit_delivered_told = ⚠️ { $by } logged { $amount } for { $account } that was delivered already, { $over } over its limit.

credit_by_correction = That would put { $more } more on credit for { $account }, which is too much, so nothing was changed. Log that by itself and a manager is asked.
ship_go = 🟢 Go: { $account }{ $amount ->
        [none] { "" }
       *[other] { " " }may have { $amount } more
    }
ship_stop = 🔴 Stop: { $account }{ $amount ->
        [none] { " " }may have nothing more on credit
       *[other] : { $amount } more is too much
    }
ship_which = How much? Ask “can we ship 20k to { $account }?” and I work out what to collect first, how to split it, and what a manager would have to allow. Money first is always fine; what has left already can be billed.
ship_risky = ⚠️ But it pays badly: /risk { $account }
credit_moved = More was sold to { $account } since: this would put { $more } more on credit, which is beyond what was asked. Whoever asked says it again, then the right sum is asked for.
