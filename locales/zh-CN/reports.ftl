# 负荷和周报。
load_head = 📊 { $name } 的负荷（{ $on }）
load_left = （已离开团队）
load_customers = · 客户 { $count } 家{ $shared ->
        [0] { "" }
       *[other] ，另共同负责 { $shared } 家
    }{ $usual ->
        [none] { "" }
       *[other] （团队中位 { $usual }）
    }
load_deals = · 商机 { $count } 个开着{ $worth ->
        [none] { "" }
       *[other] ，共 { $worth }
    }{ $usual ->
        [none] { "" }
       *[other] （中位 { $usual }）
    }
load_money = · 应收 { $count } 笔没收{ $owed ->
        [none] { "" }
       *[other] ，共 { $owed }
    }，逾期 { $late } 笔{ $usual ->
        [none] { "" }
       *[other] （中位 { $usual }）
    }
load_promised = · 承诺 { $count } 笔在 7 天内到期或已过期{ $usual ->
        [none] { "" }
       *[other] （中位 { $usual }）
    }
load_tasks = · 待办 { $count } 件，过期 { $late } 件{ $usual ->
        [none] { "" }
       *[other] （中位 { $usual }）
    }
load_visits = · 拜访 近 7 天 { $week } 次，近 30 天 { $month } 次{ $usual ->
        [none] { "" }
       *[other] （中位 { $usual }、{ $usual_month }）
    }
load_open_customers = 客户 { $count }
load_open_deals = 商机 { $count }
load_open_receivables = 应收 { $count }
load_open_promised = 承诺 { $count }
load_open_tasks = 待办 { $count }
load_open_visits = 拜访 { $count }
load_rows = { $name } · { $what }
load_team = 📊 团队负荷，{ $count } 人：
load_row = · { $name }：客户 { $customers }，商机 { $deals }{ $worth ->
        [none] { "" }
       *[other] { " " }{ $worth }
    }，逾期 { $late } 笔，待办 { $tasks }{ $late_tasks ->
        [0] { "" }
       *[other] （过期 { $late_tasks }）
    }，近 7 天拜访 { $visits }
load_nobody = 团队里还没有销售。发 /invite 李雷 rep 邀请一位。
load_not_yours = 🔒 别人的负荷只有经理能看。看自己的：/load

week_head = 🗓 周报{ $name ->
        [none] { "" }
       *[other] { " " }· { $name }
    }：{ $first } 到 { $last }
week_head_part = 🗓 本周{ $name ->
        [none] { "" }
       *[other] { " " }· { $name }
    }：{ $first } 到 { $last }，到 { $as_of } 为止，还没过完
week_nothing = 这一周还没有记录。
week_person = 👤 { $name }：{ $done }
week_all = 👥 合计：{ $done }
week_quiet = 没有记录：{ $names }
week_figure = · { $figure }
week_celebrated = 🎉 { $account } 赢单{ $amount ->
        [none] { "" }
       *[other] { " " }{ $amount }
    }
week_visits = 拜访 { $count }{ $calls ->
        [0] { "" }
       *[other] （电话 { $calls }）
    }
week_opened = 新商机 { $count }{ $worth ->
        [none] { "" }
       *[other] （{ $worth }）
    }
week_won = 赢单 { $count }{ $worth ->
        [none] { "" }
       *[other] （{ $worth }）
    }
week_lost = 输单 { $count }{ $worth ->
        [none] { "" }
       *[other] （{ $worth }）
    }
week_moved = 推进 { $count }
week_payments = 回款 { $count } 笔（{ $worth }）
week_kept = 守约 { $count }
week_broken = 失约 { $count }
week_accounts = 新客户 { $count }
week_open_visits = 拜访 { $count }
week_open_opened = 新商机 { $count }
week_open_won = 赢单 { $count }
week_open_lost = 输单 { $count }
week_open_moved = 推进 { $count }
week_open_payments = 回款 { $count }
week_open_kept = 守约 { $count }
week_open_broken = 失约 { $count }
week_open_accounts = 新客户 { $count }
week_before = 上一周
week_rows = 🗓 { $first } 那一周 · { $what }
week_not_yours = 🔒 团队周报只有经理能看。看自己的：/week

report_visit = · { $on } { $by } { $kind } { $account }：{ $note }
report_deal = · { $account } { $name } { $stage } { $amount } · { $owner }
report_move = · { $on } { $account } { $name }：{ $before } → { $after } · { $owner }
report_payment = · { $on } { $account } { $amount }
report_promise = · { $account } 答应 { $by }前付{ $amount ->
        [none] { "" }
       *[other] { " " }{ $amount }
    }
report_receivable = · { $account } { $balance }，{ $due }到期{ $days ->
        [0] { "" }
       *[other] ，逾期 { $days } 天
    }{ $promised ->
        [none] { "" }
       *[other] ，答应 { $promised }付
    }
report_task = · { $on } { $account } { $note }
report_account = · { $account } · { $owner }
