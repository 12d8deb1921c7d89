# Load, and the weekly report.
load_head = 📊 { $name }’s load ({ $on })
load_left = (no longer in the team)
load_customers = · { $count ->
        [one] 1 customer
       *[other] { $count } customers
    }{ $shared ->
        [0] { "" }
       *[other] , { $shared } more shared
    }{ $usual ->
        [none] { "" }
       *[other] { " " }(team’s middle { $usual })
    }
load_deals = · { $count ->
        [one] 1 open deal
       *[other] { $count } open deals
    }{ $worth ->
        [none] { "" }
       *[other] , { $worth }
    }{ $usual ->
        [none] { "" }
       *[other] { " " }(middle { $usual })
    }
load_money = · { $count ->
        [one] 1 open receivable
       *[other] { $count } open receivables
    }{ $owed ->
        [none] { "" }
       *[other] , { $owed }
    }, { $late } overdue{ $usual ->
        [none] { "" }
       *[other] { " " }(middle { $usual })
    }
load_promised = · { $count ->
        [one] 1 promise
       *[other] { $count } promises
    } due within 7 days or past{ $usual ->
        [none] { "" }
       *[other] { " " }(middle { $usual })
    }
load_tasks = · { $count ->
        [one] 1 to-do
       *[other] { $count } to-dos
    }, { $late } late{ $usual ->
        [none] { "" }
       *[other] { " " }(middle { $usual })
    }
load_visits = · Visits: { $week } in 7 days, { $month } in 30{ $usual ->
        [none] { "" }
       *[other] { " " }(middle { $usual } and { $usual_month })
    }
load_open_customers = Customers { $count }
load_open_deals = Deals { $count }
load_open_receivables = Receivables { $count }
load_open_promised = Promises { $count }
load_open_tasks = To-dos { $count }
load_open_visits = Visits { $count }
load_rows = { $name } · { $what }
load_team = 📊 The team’s load, { $count ->
        [one] 1 person
       *[other] { $count } people
    }:
load_row = · { $name }: customers { $customers }, deals { $deals }{ $worth ->
        [none] { "" }
       *[other] { " " }({ $worth })
    }, overdue { $late }, to-dos { $tasks }{ $late_tasks ->
        [0] { "" }
       *[other] { " " }({ $late_tasks } late)
    }, visits in 7 days { $visits }
load_nobody = Nobody in the team sells yet. Invite somebody: /invite Tom rep
load_not_yours = 🔒 Only managers see other people’s load. Your own: /load

week_head = 🗓 Week{ $name ->
        [none] { "" }
       *[other] { " " }· { $name }
    }: { $first } to { $last }
week_head_part = 🗓 This week{ $name ->
        [none] { "" }
       *[other] { " " }· { $name }
    }: { $first } to { $last }, as of { $as_of }, not over yet
week_nothing = Nothing was logged in this week.
week_person = 👤 { $name }: { $done }
week_all = 👥 Together: { $done }
week_quiet = Nothing logged: { $names }
week_figure = · { $figure }
week_celebrated = 🎉 { $account } won{ $amount ->
        [none] { "" }
       *[other] { " " }{ $amount }
    }
week_visits = { $count ->
        [one] 1 visit
       *[other] { $count } visits
    }{ $calls ->
        [0] { "" }
       *[other] { " " }({ $calls } by phone)
    }
week_opened = { $count ->
        [one] 1 new deal
       *[other] { $count } new deals
    }{ $worth ->
        [none] { "" }
       *[other] { " " }({ $worth })
    }
week_won = { $count } won{ $worth ->
        [none] { "" }
       *[other] { " " }({ $worth })
    }
week_lost = { $count } lost{ $worth ->
        [none] { "" }
       *[other] { " " }({ $worth })
    }
week_moved = { $count ->
        [one] 1 stage move
       *[other] { $count } stage moves
    }
week_payments = { $count ->
        [one] 1 payment
       *[other] { $count } payments
    } ({ $worth })
week_kept = { $count ->
        [one] 1 promise kept
       *[other] { $count } promises kept
    }
week_broken = { $count ->
        [one] 1 promise broken
       *[other] { $count } promises broken
    }
week_accounts = { $count ->
        [one] 1 new customer
       *[other] { $count } new customers
    }
week_open_visits = Visits { $count }
week_open_opened = New deals { $count }
week_open_won = Won { $count }
week_open_lost = Lost { $count }
week_open_moved = Moves { $count }
week_open_payments = Payments { $count }
week_open_kept = Kept { $count }
week_open_broken = Broken { $count }
week_open_accounts = New customers { $count }
week_before = The week before
week_rows = 🗓 Week of { $first } · { $what }
week_not_yours = 🔒 Only managers see the team’s week. Your own: /week

report_visit = · { $on } { $by } { $kind } { $account }: { $note }
report_deal = · { $account } { $name } { $stage } { $amount } · { $owner }
report_move = · { $on } { $account } { $name }: { $before } → { $after } · { $owner }
report_payment = · { $on } { $account } { $amount }
report_promise = · { $account } promised{ $amount ->
        [none] { "" }
       *[other] { " " }{ $amount }
    } by { $by }
report_receivable = · { $account } { $balance }, due { $due }{ $days ->
        [0] { "" }
       *[other] , { $days }d overdue
    }{ $promised ->
        [none] { "" }
       *[other] , promised for { $promised }
    }
report_task = · { $on } { $account } { $note }
report_account = · { $account } · { $owner }
