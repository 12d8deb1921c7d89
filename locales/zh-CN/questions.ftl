# Questions asked in words (bot/handlers/questions): their answers, the rows behind them, and what cannot be answered.
question_unknown = 这个我答不上来，我只知道账本里记过的事。
question_unclear = 「{ $words }」我没看懂：不是我知道的客户、同事或日子，所以先不答。
question_no_use = 这个问题我没法按「{ $words }」来算，所以先不答。
question_nothing_before = 接着哪一句问呢？先问完整一句，{ $minutes } 分钟内再追问就行。
question_cannot_narrow = 刚才那个问题不能再按这个分。请换个完整的问法。
question_examples =
    可以这样问：
    · 这个月到账多少，跟上个月比呢
    · 逾期超过60天的有谁
    · 上次谁去见的华星，聊了啥
    · 我的客户哪些30天没联系
question_rows_head = 📄 { $scope }{ $what ->
        [none] { "" }
       *[other] { " " }· { $what }
    }明细
question_rows_gone = （没有了）
question_rows = 明细 { $count }
question_more = 更多
question_earlier = 更早的
question_by = { $by ->
        [customer] 按客户
        [person] 按人
       *[currency] 按币种
    }

question_scope = { $kind ->
        [customer] { $name }
        [person] { $name }名下
        [mine] 你名下
        [group] 全队（不含重点客户）
        [seen] 你能看到的客户
       *[team] 全队
    }
question_went = { $who ->
        [me] 你
       *[person] { $name }
    }{ $account ->
        [none] { "" }
       *[other] 对{ $account }
    }
question_span = { $last ->
        [none] { $first }
       *[other] { $first }–{ $last }
    }
question_period = { $which ->
        [day-this] 今天（{ $span }）
        [day-last] 昨天（{ $span }）
        [day-next] 明天（{ $span }）
        [week-this] { $part ->
            [yes] 本周到今天
           *[no] 本周
        }（{ $span }）
        [week-last] 上周（{ $span }）
        [week-next] 下周（{ $span }）
        [month-this] { $part ->
            [yes] 本月到今天
           *[no] 本月
        }（{ $span }）
        [month-last] 上月（{ $span }）
        [month-next] 下月（{ $span }）
        [quarter-this] { $part ->
            [yes] 本季度到今天
           *[no] 本季度
        }（{ $span }）
        [quarter-last] 上季度（{ $span }）
        [quarter-next] 下季度（{ $span }）
        [year-this] { $part ->
            [yes] 今年到今天
           *[no] 今年
        }（{ $span }）
        [year-last] 去年（{ $span }）
        [year-next] 明年（{ $span }）
       *[other] { $span }
    }
question_figure = { $unit ->
        [money] { $sums ->
            [none] 没有
           *[other] { $sums }
        }
        [times] { $count } 次
        [contracts] { $count } 份
       *[deals] { $count } 单
    }
question_change = { $how ->
        [same] 一样
        [more] 多 { $difference }{ $unit ->
            [money] { "" }
            [times] { " " }次
            [contracts] { " " }份
           *[deals] { " " }单
        }{ $percent ->
            [none] { "" }
           *[other] （+{ $percent }%）
        }
       *[less] 少 { $difference }{ $unit ->
            [money] { "" }
            [times] { " " }次
            [contracts] { " " }份
           *[deals] { " " }单
        }{ $percent ->
            [none] { "" }
           *[other] （-{ $percent }%）
        }
    }
question_before = 比 { $period } { $was }：{ $change }
question_before_part = 比同一段 { $period } { $was }：{ $change }
question_before_whole = { $period }整段：{ $was }（这次还没过完）
question_group = · { $name }：{ $unit ->
        [money] { $sums ->
            [none] { $count } 笔，没有金额
           *[other] { $sums }（{ $count } 笔）
        }
        [balance] { $sums }
       *[times] { $count } 次
    }

aging_head = 📊 账龄 · { $scope } · { $on }：共 { $owed }（{ $count } 笔）
aging_none = ✅ { $scope }：没有未收的款
aging_bucket = { $bucket ->
        [0] 没到期
        [1] 1–30 天
        [2] 31–60 天
        [3] 61–90 天
       *[4] 91 天以上
    }：{ $sums ->
        [none] —
       *[other] { $sums }（{ $count } 笔）
    }
aging_cell = { $bucket ->
        [0] 没到期
        [1] 1–30 天
        [2] 31–60 天
        [3] 61–90 天
       *[4] 91 天以上
    } { $count }
aging_by = 📊 账龄 · { $scope } · { $on } · { $by ->
        [customer] 按客户
        [person] 按负责人
       *[currency] 按币种
    }
aging_group = · { $name }：{ $sums }（{ $parts }）
statement_none = 🧾 { $account } 还没有应收，也没有收款
statement_head = 🧾 { $account } 对账单 · { $span }
statement_opening = 期初 { $amount }
statement_row = · { $on } { $what } { $amount }，余 { $balance }
statement_what = { $kind ->
        [billed] 应收
        [paid] 收款
        [returned] 退回
       *[adjusted] 调整
    } { $title }{ $due ->
        [none] { "" }
       *[other] （{ $due }到期）
    }
statement_more = · 更早的 { $count } 条在文件里
statement_closing = 期末 { $amount }
statement_given_up = 🧾 其中 { $amount } 我们已经核销，账上不再催；给客户的对账单照列
statement_file = 📎 附件可以直接发给客户，里面没有内部备注
statement_title = { $team } · { $account } 对账单 · { $span }
statement_name = 对账单-{ $account }-{ $first }-{ $last }.xlsx
statement_sum = { $kind ->
        [opening] 期初余额
       *[closing] 期末余额
    }
statement_column_on = 日期
statement_column_what = 摘要
statement_column_title = 说明
statement_column_due = 到期日
statement_column_billed = 应收
statement_column_paid = 已收
statement_column_balance = 余额
statement_column_currency = 币种

cash_none = ✅ { $scope }：{ $weeks } 周内没有到期的款，也没有答应要付的{ $further ->
        [none] { "" }
       *[other] 。看得更远：/cash { $further }周
    }
cash_head = 🗓 收款日历 · { $scope } · { $weeks } 周
cash_week = { $late ->
        [yes] ⏰ 已逾期
       *[no] { $days }
    }：{ $due ->
        [none] { "" }
       *[other] 到期 { $due }
    }{ $promised ->
        [none] { "" }
       *[other] { $due ->
            [none] { "" }
           *[other] { " · " }
        }答应 { $promised }
    }{ $believed ->
        [none] { "" }
       *[other] { $due ->
            [none] { $promised ->
                [none] { "" }
               *[other] { " · " }
            }
           *[other] { " · " }
        }可信 { $believed }
    }
cash_open = { $late ->
        [yes] 已逾期
       *[no] { $days }
    } { $count }
cash_total = 💡 按各家守约和付款习惯估，这段时间能进来 { $believed ->
        [none] 0
       *[other] { $believed }
    }
cash_turnover = 回款快慢
cash_row = · { $account } { $title }（{ $on }到期）：{ $due ->
        [none] { "" }
       *[other] 到期 { $due }{ " " }
    }{ $promised ->
        [none] { "" }
       *[other] 答应 { $promised }{ " " }
    }{ $believed ->
        [none] { "" }
       *[other] 可信 { $believed }
    }
cash_what = 「{ $words }」我没看懂。这样用：/cash，/cash 12周，/cash 李雷
turnover_head = 📐 回款快慢 · { $scope } · { $span }
turnover_figures = { $currency }：应收周转 DSO { $dso ->
        [none] —（这段时间没有新应收）
       *[other] { $dso } 天
    }，回收率 CEI { $cei ->
        [none] —
       *[other] { $cei }%
    }
turnover_sums = （期初 { $opening }，新应收 { $billed }，期末 { $closing }，其中没到期 { $current }）
turnover_none = 这段时间没有应收

past_head = 📆 { $on }结束时 · { $scope }：{ $owed ->
        [none] 没有欠款
       *[other] 欠 { $owed }（{ $count } 笔）
    }
past_believed = 📖 当天账上记的是 { $owed ->
        [none] 没有欠款
       *[other] { $owed }
    }，后来补记或更正了 { $count } 条
past_now = ➡️ 到今天 { $owed ->
        [none] 没有欠款
       *[other] { $owed }
    }{ $parts ->
        [none] ，中间没有变动
       *[other] ：{ $parts }
    }
past_part = { $kind ->
        [billed] 新应收
        [paid] 收款
        [written_off] 核销
        [corrected] 更正
       *[adjusted] 调整
    } { $sums }（{ $count } 笔）
past_plus = +{ $amount }
past_minus = -{ $amount }
past_open = { $what ->
        [believed] 当天账上的
        [since] 之后的变动
       *[late] 补记、更正
    } { $count }
past_list = { $what ->
        [believed] { $on }当天账上的
        [since] { $on }之后的变动
       *[late] { $on }之后补记、更正的
    }
past_changed = 📈 { $scope } · { $on }以后：{ $was ->
        [none] 没有欠款
       *[other] { $was }
    } → { $now ->
        [none] 没有欠款
       *[other] { $now }
    }（{ $parts }）
past_unchanged = 📈 { $scope } · { $on }以后没有变动：{ $was ->
        [none] 没有欠款
       *[other] { $was }
    }
past_change_row = · { $on } { $account } { $kind ->
        [billed] 新应收
        [paid] 收款
        [written_off] 核销
        [corrected] 更正
       *[adjusted] 调整
    } { $amount }
aging_part = { $bucket ->
        [0] 没到期
        [1] 1–30 天
        [2] 31–60 天
        [3] 61–90 天
       *[4] 91 天以上
    }{ $sums ->
        [none] { "" }
       *[other] { " " }{ $sums }
    }

question_open_row = · { $account }：{ $balance } { $title }，{ $due }到期{ $days ->
        [0] { "" }
       *[other] ，逾期 { $days } 天
    }{ $promised ->
        [none] { "" }
       *[other] ，{ $promised }
    } · { $owner }
question_overdue = ⏰ { $scope }：逾期{ $least ->
        [none] { "" }
       *[other] { " " }{ $least } 天以上
    }{ $most ->
        [none] { "" }
       *[other] { $least ->
            [none] { " " }
           *[other] 、
        }不超过 { $most } 天
    } { $count } 笔，共 { $owed }
question_overdue_none = ✅ { $scope }：没有逾期{ $least ->
        [none] { "" }
       *[other] { " " }{ $least } 天以上
    }{ $most ->
        [none] { "" }
       *[other] { $least ->
            [none] { " " }
           *[other] 、
        }不超过 { $most } 天
    }的款
question_due = 📅 { $scope } · { $period }要收 { $owed }（{ $count } 笔）
question_due_none = 📅 { $scope } · { $period }没有到期未收的款
question_due_late = 其中 { $owed } 已经逾期
question_owed = 💰 { $scope }：{ $count } 家共欠 { $owed }
question_receipts = 💰 { $scope } · { $period }到账 { $sums }（{ $count } 笔）
question_receipts_none = 💰 { $scope } · { $period }没有到账
question_receipts_by = 💰 { $scope } · { $period }到账，{ $by ->
        [customer] 按客户
        [person] 按负责人
       *[currency] 按币种
    }
question_payment_row = · { $on } { $account } { $amount }
question_promises = 🤝 { $scope } · { $period }答应付款 { $count } 个
question_broken = 💔 { $scope } · { $period }答应了没付 { $count } 个
question_promise_row = · { $account } { $by } { $amount } { $percent ->
        [none] { "" }
       *[other] { $percent }%
    }：{ $state ->
        [kept] ✅ 已付
        [late] 🕐 晚了几天付
        [broken] ❌ 没付
       *[open] 还没到日子
    } · { $owner }

question_last = 🚶 { $account }：{ $on }（{ $days ->
        [0] 今天
       *[other] { $days } 天前
    }）{ $by } { $kind } { $contact }
question_last_none = { $scope }：还没有拜访或电话的记录
question_last_note = 💬 { $note }
question_later_note = 📝 { $on }：{ $note }
question_visits = 🚶 { $scope } · { $period }：{ $count } 次，{ $accounts } 家（{ $parts }）
question_of_kind = { $kind } { $count }
question_visits_by = 🚶 { $scope } · { $period }，{ $by ->
        [customer] 按客户
       *[person] 按人
    }
question_visits_none = 🚶 { $scope } · { $period }：没有拜访或电话的记录
question_visit_row = · { $on } { $account } { $by } { $kind } { $contact }：{ $note }
question_plans = 🗓 { $scope } · { $period }要做的 { $count } 件
question_plans_none = 🗓 { $scope } · { $period }没有安排
question_plan_row = · { $on } { $at } { $account }：{ $what } · { $owner }
question_quiet = 🔇 { $scope }：{ $count } 家 { $days } 天没人联系（没有拜访、电话，也没有备注）
question_quiet_none = ✅ { $scope }：没有 { $days } 天没人联系的客户
question_quiet_row = · { $account }：{ $heard ->
        [none] 还没联系过，建档 { $days } 天
       *[other] { $days } 天（上次 { $heard }）
    } · { $owner }
question_deals = 💼 { $scope } · { $stage ->
        [none] 在谈
       *[other] { $stage }
    }{ $least ->
        [none] { "" }
       *[other] （{ $least } 以上）
    } { $count } 单 { $sums ->
        [none] { "" }
       *[other] ，共 { $sums }
    }
question_deals_none = 💼 { $scope }：没有{ $stage ->
        [none] 在谈的单子
       *[other] { $stage }阶段的单子
    }{ $least ->
        [none] { "" }
       *[other] （{ $least } 以上）
    }
question_deals_by = 💼 { $scope } · { $stage ->
        [none] 在谈
       *[other] { $stage }
    }{ $least ->
        [none] { "" }
       *[other] （{ $least } 以上）
    }，{ $by ->
        [customer] 按客户
       *[person] 按人
    }
question_stage = · { $stage }：{ $count } 单 { $sums ->
        [none] { "" }
       *[other] { $sums }
    }
question_deals_note = 💡 { $unknown ->
        [0] { "" }
       *[other] { $unknown } 单没说金额，没算进去。
    }{ $guessed ->
        [0] { "" }
       *[other] { $guessed } 单是客户估的预算。
    }
question_deal_row = · { $account } { $name } { $stage } { $amount }{ $estimate ->
        [yes] （客户预算）
       *[no] { "" }
    }，自 { $since } · { $owner }
question_closing = 🎯 { $scope } · { $period }预计成交 { $count } 单{ $sums ->
        [none] { "" }
       *[other] ，共 { $sums }
    }
question_stale = 🐌 { $scope }：{ $count } 单 { $days } 天没动静{ $sums ->
        [none] { "" }
       *[other] ，共 { $sums }
    }
question_stale_none = ✅ { $scope }：没有 { $days } 天没动静的单子
question_closed = { $stage ->
        [won] 🏆 { $scope } · { $period }赢下 { $count } 单
       *[lost] 📉 { $scope } · { $period }丢了 { $count } 单
    }{ $sums ->
        [none] { "" }
       *[other] ，共 { $sums }
    }
question_closed_by = { $stage ->
        [won] 🏆 { $scope } · { $period }赢下的单子
       *[lost] 📉 { $scope } · { $period }丢的单子
    }，{ $by ->
        [customer] 按客户
       *[person] 按人
    }
question_discounts = 🏷 { $scope } · { $period }{ $count ->
        [0] 没有让过价的单子
       *[other] { $count } 单让了价{ $sums ->
            [none] { "" }
           *[other] ，共让 { $sums }
        }
    }（赢单和已签合同的）
question_discounts_by = 🏷 { $scope } · { $period }让的价，{ $by ->
        [customer] 按客户
       *[person] 按人
    }
question_discounts_offered = 💼 另外在谈的 { $count } 单，报价里共让 { $sums }
question_discount_row = · { $account } { $name } 原价 { $list }，让 { $less }（{ $percent }%） · { $owner }
question_ending = 📑 { $scope } · { $period }到期的合同 { $count } 份
question_ending_none = 📑 { $scope } · { $period }没有合同到期
question_signed = 📑 { $scope } · { $period }签了 { $count } 份合同{ $sums ->
        [none] { "" }
       *[other] ，共 { $sums }
    }
question_contract_row = · { $on } { $account } { $number } { $amount }
question_owner = 👤 { $account } 是{ $owner }的客户{ $others ->
        [none] { "" }
       *[other] ，协同：{ $others }
    }
question_contacts = 👥 { $account } 的联系人 { $count } 位
question_contacts_none = { $account } 还没有联系人。说「拜访了{ $account }的李总」就有了。
question_contact_unknown = { $account } 没有叫「{ $name }」的联系人。
question_contact_row = · { $name } { $title } { $phone }
question_customers = 📇 { $scope } { $count } 家客户
