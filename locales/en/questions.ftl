# Questions asked in words (bot/handlers/questions): their answers, the rows behind them, and what cannot be answered.
question_unknown = I cannot answer that. I only know what was put in the books.
question_unclear = I did not understand “{ $words }”: it is no customer, colleague or date I know, so I give no figure.
question_no_use = I have no use for “{ $words }” in this question, so I give no figure.
question_nothing_before = Which question is that about? Ask it in full once; then you have { $minutes } minutes for follow-ups.
question_cannot_narrow = The last question cannot be narrowed like that. Please ask it in full.
question_examples =
    You can ask:
    · how much came in this month compared to last month
    · who is more than 60 days overdue
    · who last visited Globex and what did they talk about
    · which of my customers have gone quiet
question_rows_head = 📄 { $scope }{ $what ->
        [none] { "" }
       *[other] { " " }· { $what }
    }: the rows
question_rows_gone = (nothing more)
question_rows = Rows { $count }
question_more = More
question_earlier = Earlier
question_by = { $by ->
        [customer] By customer
        [person] By rep
       *[currency] By currency
    }

question_scope = { $kind ->
        [customer] { $name }
        [person] { $name }’s customers
        [mine] Your customers
        [group] Everyone (without key accounts)
        [seen] Customers you can see
       *[team] Everyone
    }
question_went = { $who ->
        [me] You
       *[person] { $name }
    }{ $account ->
        [none] { "" }
       *[other] { " " }at { $account }
    }
question_span = { $last ->
        [none] { $first }
       *[other] { $first } – { $last }
    }
question_period = { $which ->
        [day-this] today ({ $span })
        [day-last] yesterday ({ $span })
        [day-next] tomorrow ({ $span })
        [week-this] { $part ->
            [yes] this week so far
           *[no] this week
        } ({ $span })
        [week-last] last week ({ $span })
        [week-next] next week ({ $span })
        [month-this] { $part ->
            [yes] this month so far
           *[no] this month
        } ({ $span })
        [month-last] last month ({ $span })
        [month-next] next month ({ $span })
        [quarter-this] { $part ->
            [yes] this quarter so far
           *[no] this quarter
        } ({ $span })
        [quarter-last] last quarter ({ $span })
        [quarter-next] next quarter ({ $span })
        [year-this] { $part ->
            [yes] this year so far
           *[no] this year
        } ({ $span })
        [year-last] last year ({ $span })
        [year-next] next year ({ $span })
       *[other] { $span }
    }
question_figure = { $unit ->
        [money] { $sums ->
            [none] nothing
           *[other] { $sums }
        }
        [times] { $count ->
            [one] once
           *[other] { $count } times
        }
        [contracts] { $count ->
            [one] 1 contract
           *[other] { $count } contracts
        }
       *[deals] { $count ->
            [one] 1 deal
           *[other] { $count } deals
        }
    }
question_change = { $how ->
        [same] the same
        [more] { $difference } more{ $percent ->
            [none] { "" }
           *[other] { " " }(+{ $percent }%)
        }
       *[less] { $difference } less{ $percent ->
            [none] { "" }
           *[other] { " " }(-{ $percent }%)
        }
    }{ $unit ->
       *[other] { "" }
    }
question_before = Against { $period }, { $was }: { $change }
question_before_part = Against the same part, { $period }, { $was }: { $change }
question_before_whole = All of { $period }: { $was } (this one is not over yet)
question_group = · { $name }: { $unit ->
        [money] { $sums ->
            [none] { $count }, no amount
           *[other] { $sums } ({ $count })
        }
        [balance] { $sums }
       *[times] { $count ->
            [one] once
           *[other] { $count } times
        }
    }

aging_head = 📊 Aging · { $scope } · { $on }: { $owed } in all ({ $count })
aging_none = ✅ { $scope }: nothing is open
aging_bucket = { $bucket ->
        [0] Not due
        [1] 1–30 days
        [2] 31–60 days
        [3] 61–90 days
       *[4] 91+ days
    }: { $sums ->
        [none] —
       *[other] { $sums } ({ $count })
    }
aging_cell = { $bucket ->
        [0] Not due
        [1] 1–30 days
        [2] 31–60 days
        [3] 61–90 days
       *[4] 91+ days
    } · { $count }
aging_by = 📊 Aging · { $scope } · { $on } · { $by ->
        [customer] by customer
        [person] by rep
       *[currency] by currency
    }
aging_group = · { $name }: { $sums } ({ $parts })
statement_none = 🧾 { $account }: nothing was billed or paid yet
statement_head = 🧾 Statement of { $account } · { $span }
statement_opening = Opening { $amount }
statement_row = · { $on } { $what } { $amount }, balance { $balance }
statement_what = { $kind ->
        [billed] billed
        [paid] paid
        [returned] returned
       *[adjusted] adjusted
    } { $title }{ $due ->
        [none] { "" }
       *[other] { " " }(due { $due })
    }
statement_more = · { $count } earlier rows are in the file
statement_closing = Closing { $amount }
statement_given_up = 🧾 { $amount } of it we wrote off and no longer chase; on the customer’s statement it stands
statement_file = 📎 The file can go to the customer as it is: none of our notes are in it
statement_title = { $team } · statement of account for { $account } · { $span }
statement_name = statement-{ $account }-{ $first }-{ $last }.xlsx
statement_sum = { $kind ->
        [opening] Opening balance
       *[closing] Closing balance
    }
statement_column_on = Date
statement_column_what = Entry
statement_column_title = Details
statement_column_due = Due
statement_column_billed = Billed
statement_column_paid = Paid
statement_column_balance = Balance
statement_column_currency = Currency

cash_none = ✅ { $scope }: nothing falls due and nothing is promised within { $weeks } weeks{ $further ->
        [none] { "" }
       *[other] . To look further: /cash { $further } weeks
    }
cash_head = 🗓 Collection calendar · { $scope } · { $weeks } weeks
cash_week = { $late ->
        [yes] ⏰ Overdue
       *[no] { $days }
    }: { $due ->
        [none] { "" }
       *[other] due { $due }
    }{ $promised ->
        [none] { "" }
       *[other] { $due ->
            [none] { "" }
           *[other] { " · " }
        }promised { $promised }
    }{ $believed ->
        [none] { "" }
       *[other] { $due ->
            [none] { $promised ->
                [none] { "" }
               *[other] { " · " }
            }
           *[other] { " · " }
        }likely { $believed }
    }
cash_open = { $late ->
        [yes] Overdue
       *[no] { $days }
    } · { $count }
cash_total = 💡 By how each customer keeps promises and pays, { $believed ->
        [none] nothing
       *[other] { $believed }
    } should come in
cash_turnover = How fast it comes
cash_row = · { $account } { $title } (due { $on }): { $due ->
        [none] { "" }
       *[other] due { $due }{ " " }
    }{ $promised ->
        [none] { "" }
       *[other] promised { $promised }{ " " }
    }{ $believed ->
        [none] { "" }
       *[other] likely { $believed }
    }
cash_what = I did not understand “{ $words }”. Try /cash, /cash 12 weeks, /cash NAME
turnover_head = 📐 How fast money comes · { $scope } · { $span }
turnover_figures = { $currency }: DSO { $dso ->
        [none] — (nothing billed)
        [one] one day
       *[other] { $dso } days
    }, CEI { $cei ->
        [none] —
       *[other] { $cei }%
    }
turnover_sums = (opening { $opening }, billed { $billed }, closing { $closing }, of it not yet due { $current })
turnover_none = Nothing was open in this time

past_head = 📆 End of { $on } · { $scope }: { $owed ->
        [none] nothing was owed
       *[other] { $owed } was owed ({ $count })
    }
past_believed = 📖 The books said { $owed ->
        [none] nothing
       *[other] { $owed }
    } that day; { $count ->
        [one] one entry was added or put right later
       *[other] { $count } entries were added or put right later
    }
past_now = ➡️ Today { $owed ->
        [none] nothing is owed
       *[other] { $owed }
    }{ $parts ->
        [none] , nothing moved in between
       *[other] : { $parts }
    }
past_part = { $kind ->
        [billed] billed
        [paid] paid
        [written_off] written off
        [corrected] corrected
       *[adjusted] adjusted
    } { $sums } ({ $count })
past_plus = +{ $amount }
past_minus = -{ $amount }
past_open = { $what ->
        [believed] The books that day
        [since] Changes since
       *[late] Added later
    } · { $count }
past_list = { $what ->
        [believed] the books on { $on }
        [since] changes since { $on }
       *[late] added after { $on }
    }
past_changed = 📈 { $scope } · since { $on }: { $was ->
        [none] nothing
       *[other] { $was }
    } → { $now ->
        [none] nothing
       *[other] { $now }
    } ({ $parts })
past_unchanged = 📈 { $scope } · nothing changed since { $on }: { $was ->
        [none] nothing is owed
       *[other] { $was }
    }
past_change_row = · { $on } { $account }: { $kind ->
        [billed] billed
        [paid] paid
        [written_off] written off
        [corrected] corrected
       *[adjusted] adjusted
    } { $amount }
aging_part = { $bucket ->
        [0] not due
        [1] 1–30d
        [2] 31–60d
        [3] 61–90d
       *[4] 91d+
    }{ $sums ->
        [none] { "" }
       *[other] { " " }{ $sums }
    }

question_open_row = · { $account }: { $balance } { $title }, due { $due }{ $days ->
        [0] { "" }
       *[other] , { $days }d overdue
    }{ $promised ->
        [none] { "" }
       *[other] , { $promised }
    } · { $owner }
question_overdue = ⏰ { $scope }: { $count } overdue{ $least ->
        [none] { "" }
       *[other] { " " }{ $least } days or more
    }{ $most ->
        [none] { "" }
       *[other] { $least ->
            [none] { "" }
           *[other] ,
        } { $most } days at most
    }, { $owed } in all
question_overdue_none = ✅ { $scope }: nothing overdue{ $least ->
        [none] { "" }
       *[other] { " " }{ $least } days or more
    }{ $most ->
        [none] { "" }
       *[other] { $least ->
            [none] { "" }
           *[other] ,
        } { $most } days at most
    }
question_due = 📅 { $scope } · due { $period }: { $owed } ({ $count })
question_due_none = 📅 { $scope } · nothing unpaid is due { $period }
question_due_late = { $owed } of it is overdue already
question_owed = 💰 { $scope }: { $count ->
        [one] 1 customer owes
       *[other] { $count } customers owe
    } { $owed }
question_receipts = 💰 { $scope } · { $period }: { $sums } came in ({ $count ->
        [one] 1 payment
       *[other] { $count } payments
    })
question_receipts_none = 💰 { $scope } · { $period }: nothing came in
question_receipts_by = 💰 { $scope } · { $period }: what came in, { $by ->
        [customer] by customer
        [person] by rep
       *[currency] by currency
    }
question_payment_row = · { $on } { $account } { $amount }
question_promises = 🤝 { $scope } · { $count ->
        [one] 1 promise
       *[other] { $count } promises
    } to pay { $period }
question_broken = 💔 { $scope } · { $period }: { $count ->
        [one] 1 promise
       *[other] { $count } promises
    } not kept
question_promise_row = · { $account } { $by } { $amount } { $percent ->
        [none] { "" }
       *[other] { $percent }%
    }: { $state ->
        [kept] ✅ paid
        [late] 🕐 paid a few days late
        [broken] ❌ not paid
       *[open] not due yet
    } · { $owner }

question_last = 🚶 { $account }: { $on } ({ $days ->
        [0] today
        [one] 1 day ago
       *[other] { $days } days ago
    }) { $by } { $kind } { $contact }
question_last_none = { $scope }: no visit or call noted yet
question_last_note = 💬 { $note }
question_later_note = 📝 { $on }: { $note }
question_visits = 🚶 { $scope } · { $period }: { $count ->
        [one] once
       *[other] { $count } times
    }, { $accounts ->
        [one] 1 customer
       *[other] { $accounts } customers
    } ({ $parts })
question_of_kind = { $kind } { $count }
question_visits_by = 🚶 { $scope } · { $period }, { $by ->
        [customer] by customer
       *[person] by rep
    }
question_visits_none = 🚶 { $scope } · { $period }: no visit or call noted
question_visit_row = · { $on } { $account } { $by } { $kind } { $contact }: { $note }
question_plans = 🗓 { $scope } · { $period }: { $count ->
        [one] 1 thing
       *[other] { $count } things
    } to do
question_plans_none = 🗓 { $scope } · { $period }: nothing planned
question_plan_row = · { $on } { $at } { $account }: { $what } · { $owner }
question_quiet = 🔇 { $scope }: { $count ->
        [one] 1 customer
       *[other] { $count } customers
    } without a visit, call or note for { $days } days
question_quiet_none = ✅ { $scope }: nobody is without a visit, call or note for { $days } days
question_quiet_row = · { $account }: { $heard ->
        [none] no contact yet, { $days }d in the books
       *[other] { $days }d (last { $heard })
    } · { $owner }
question_deals = 💼 { $scope } · { $count ->
        [one] 1 deal
       *[other] { $count } deals
    } { $stage ->
        [none] open
       *[other] at { $stage }
    }{ $least ->
        [none] { "" }
       *[other] { " " }({ $least } or more)
    }{ $sums ->
        [none] { "" }
       *[other] , { $sums } in all
    }
question_deals_none = 💼 { $scope }: no deal { $stage ->
        [none] open
       *[other] at { $stage }
    }{ $least ->
        [none] { "" }
       *[other] { " " }({ $least } or more)
    }
question_deals_by = 💼 { $scope } · deals { $stage ->
        [none] open
       *[other] at { $stage }
    }{ $least ->
        [none] { "" }
       *[other] { " " }({ $least } or more)
    }, { $by ->
        [customer] by customer
       *[person] by rep
    }
question_stage = · { $stage }: { $count ->
        [one] 1 deal
       *[other] { $count } deals
    } { $sums ->
        [none] { "" }
       *[other] { $sums }
    }
question_deals_note = 💡 { $unknown ->
        [0] { "" }
        [one] 1 has no amount and is not in the sum.
       *[other] { $unknown } have no amount and are not in the sum.
    } { $guessed ->
        [0] { "" }
        [one] 1 is the customer’s own budget.
       *[other] { $guessed } are the customers’ own budgets.
    }
question_deal_row = · { $account } { $name } { $stage } { $amount }{ $estimate ->
        [yes] { " " }(their budget)
       *[no] { "" }
    }, since { $since } · { $owner }
question_closing = 🎯 { $scope } · { $period }: { $count ->
        [one] 1 deal
       *[other] { $count } deals
    } expected to close{ $sums ->
        [none] { "" }
       *[other] , { $sums } in all
    }
question_stale = 🐌 { $scope }: { $count ->
        [one] 1 deal
       *[other] { $count } deals
    } without a move for { $days } days{ $sums ->
        [none] { "" }
       *[other] , { $sums } in all
    }
question_stale_none = ✅ { $scope }: no deal is without a move for { $days } days
question_closed = { $stage ->
        [won] 🏆 { $scope } · { $period }: won
       *[lost] 📉 { $scope } · { $period }: lost
    } { $count ->
        [one] 1 deal
       *[other] { $count } deals
    }{ $sums ->
        [none] { "" }
       *[other] , { $sums } in all
    }
question_closed_by = { $stage ->
        [won] 🏆 { $scope } · { $period }: deals won
       *[lost] 📉 { $scope } · { $period }: deals lost
    }, { $by ->
        [customer] by customer
       *[person] by rep
    }
question_discounts = 🏷 { $scope } · { $period }: { $count ->
        [0] no deal below its list price
        [one] 1 deal below its list price
       *[other] { $count } deals below their list prices
    }{ $sums ->
        [none] { "" }
       *[other] , { $sums } off in all
    } (won or signed)
question_discounts_by = 🏷 { $scope } · { $period }: taken off, { $by ->
        [customer] by customer
       *[person] by rep
    }
question_discounts_offered = 💼 Still in the works: { $count ->
        [one] 1 deal quoted
       *[other] { $count } deals quoted
    } below list, { $sums } off in all
question_discount_row = · { $account } { $name } list { $list }, { $less } off ({ $percent }%) · { $owner }
question_ending = 📑 { $scope } · { $period }: { $count ->
        [one] 1 contract ends
       *[other] { $count } contracts end
    }
question_ending_none = 📑 { $scope } · { $period }: no contract ends
question_signed = 📑 { $scope } · { $period }: { $count ->
        [one] 1 contract
       *[other] { $count } contracts
    } signed{ $sums ->
        [none] { "" }
       *[other] , { $sums } in all
    }
question_contract_row = · { $on } { $account } { $number } { $amount }
question_owner = 👤 { $account } is { $owner }’s customer{ $others ->
        [none] { "" }
       *[other] , together with { $others }
    }
question_contacts = 👥 { $account }: { $count ->
        [one] 1 contact
       *[other] { $count } contacts
    }
question_contacts_none = { $account } has no contacts yet. Say “visited Mr Lee at { $account }” and there is one.
question_contact_unknown = { $account } has no contact called “{ $name }”.
question_contact_row = · { $name } { $title } { $phone }
question_customers = 📇 { $scope }: { $count ->
        [one] 1 customer
       *[other] { $count } customers
    }
