# Credit: how far a customer can be trusted, and why.
help_risk = 客户信用分和理由：/risk 华星，不带名字看最差的几家
risk_head = 🛡 { $account } 信用 { $points } 分，{ $grade } 级
risk_none = 🛡 { $account } 还没付过款，也没有逾期，暂时评不了分。
risk_timing = · 付款快慢 { $points }/{ $most }：{ $days ->
        [0] 基本都按时
       *[other] 平均晚 { $days } 天
    }
risk_overdue = · 眼下逾期 { $points }/{ $most }：{ $count ->
        [0] 没有
       *[other] { $count } 笔，最长 { $days } 天
    }
risk_promises = · 说话算话 { $points }/{ $most }：{ $count ->
        [0] 还没有到期的承诺
       *[other] { $count } 次承诺，守约 { $kept }、晚付 { $late }、没付 { $broken }
    }
risk_experience = · 往来深浅 { $points }/{ $most }：{ $count ->
        [0] 还没有结清过一笔
       *[other] 结清过 { $count } 笔
    }
button_risk_rows = 看每一笔
risk_rows_head = 🛡 { $account } 的分是从这些来的：
risk_row = · { $amount }，{ $due }到期，{ $on ->
        [none] 还没付，已晚 { $days } 天
       *[other] { $written ->
            [yes] { $on }核销，没收到
           *[no] { $on }付{ $days ->
                [0] ，没晚
               *[other] ，晚 { $days } 天
            }
        }
    }
risk_promise = 🤝 答应 { $by }前付{ $amount ->
        [none] { "" }
       *[other] { " " }{ $amount }
    }：{ $state ->
        [open] 还没到日子
        [kept] 守约
        [late] 晚了几天
       *[broken] 没付
    }
risk_worst_head = 🛡 欠着钱的客户，信用最差的在前：
risk_worst_row = · { $account } { $points } 分 { $grade } 级：欠 { $owed }
risk_not_yours = 🔒 { $account } 的信用分只有负责人、经理和财务能看。
credit_in_short = 🛡 { $grade ->
        [none] 信用还评不了分
       *[other] 信用 { $grade } 级（{ $points } 分）
    }{ $limit ->
        [none] { "" }
       *[other] { " " }· 额度 { $limit }，已用 { $used }{ $over ->
            [none] { $room ->
                [none] { "" }
               *[other] ，还能赊 { $room }
            }
           *[other] ，已超 { $over }
        }
    }
risk_nobody = 🛡 现在没有欠着钱又评得出分的客户。

score_timing = 付款快慢
score_overdue = 眼下逾期
score_promises = 说话算话
score_experience = 往来深浅
risk_changed = { $turn ->
        [better] 📈
       *[worse] 📉
    } { $on }从 { $before } 级变成 { $after } 级
risk_terms = 📆 账期{ $turn ->
        [longer] 越放越长
       *[other] 变短了
    }：{ $steps }
risk_terms_step = { $days } 天（{ $on }{ $by ->
        [none] 签{ $number_ ->
            [none] 合同
           *[other] { " " }{ $number_ }
        }
       *[other] { " " }{ $by } 定
    }）
button_risk_more = 再看几家
risk_worst_further = 🛡 第 { $first } 家起：

help_limit = 信用额度：/limit 华星 50万，不带金额看用了多少
help_whitelist = 白名单（到日子自己结束）：/whitelist 华星 到年底 因为老客户
usage_limit = /limit { $account } 50万（看用了多少：/limit { $account }；跟着客户等级走：/limit { $account } 默认；临时提高：/limit { $account } 80万 到年底）
usage_whitelist = /whitelist { $account } 到年底 因为老客户（取消：/whitelist { $account } 取消）
limit_head = { $account } 的信用额度：
limit_line = 💳 { $whose ->
        [own] 额度 { $limit }（这家自己的）
        [tier] 额度 { $limit }（{ $tier }的默认）
       *[none] 没有设额度（{ $tier }默认也没有），不限
    }
limit_used = · 已用 { $used }：未收 { $open }{ $unbilled ->
        [none] { "" }
       *[other] ，成交没开票 { $unbilled }
    }{ $delivered ->
        [none] { "" }
       *[other] ，发货没开票 { $delivered }
    }{ $advance ->
        [none] { "" }
       *[other] ，减预收 { $advance }
    }
limit_free = 🤍 白名单到 { $until }，不查额度（{ $by }：{ $reason }）
limit_raised = ✋ 例外：{ $until }前可以用到 { $amount }
limit_stopped = ⛔ 有逾期 { $days } 天的（超过 { $most } 天就停赊），先款后货
limit_share = ⚠️ 按信用分级只能用 { $share }%{ $may_use ->
        [none] { "" }
       *[other] ，就是 { $may_use }
    }
limit_room = · 还能赊 { $room }
limit_full = · 不能再赊了{ $over ->
        [none] { "" }
       *[other] ，已超 { $over }
    }
limit_set = ✅ { $account } 额度：{ $before ->
        [none] 跟着等级
       *[other] { $before }
    } → { $limit }
limit_default = ✅ { $account } 不再有自己的额度，跟着客户等级走{ $before ->
        [none] { "" }
       *[other] （原来 { $before }）
    }{ $limit ->
       *[other] { "" }
    }
limit_same = { $account } 的额度本来就{ $limit ->
        [none] 跟着客户等级走
       *[other] 是 { $limit }
    }。
limit_not = 「{ $value }」不像金额。这样说：/limit 华星 50万；「默认」是跟着客户等级走。
whitelist_set = 🤍 { $account } 进白名单到 { $until }：{ $reason }。到那天为止不查额度，之后自己恢复，并告诉经理。
whitelist_ended = ✅ { $account } 出白名单了，额度照常检查。
whitelist_not = { $account } 不在白名单里。
whitelist_past = { $on } 已经过了，白名单要有一个还没到的日子。
whitelist_far = { $on } 太远了：白名单最长两年，到期再续。
whitelist_head = 🤍 白名单 { $count } 家，先到期的在前：
whitelist_row = · { $account } 到 { $until }：{ $reason }（{ $by }）
whitelist_none = 🤍 现在没有客户在白名单里。加一家：/whitelist 华星 到年底 因为老客户

grade_alert = { $turn ->
        [down] 📉
       *[up] 📈
    } { $account } 信用 { $before } → { $after } 级（{ $points_before } → { $points_after } 分）：{ $why }
grade_why = { $reason } { $points }
grade_by_policy = 分级的规则改了
grade_settled = { $account } 信用 { $before } → { $after } 级，后来又变了
digest_grade = 🛡 信用变级
digest_row_grade = { $number }. { $turn ->
        [down] 📉
       *[up] 📈
    } { $account } { $before } → { $after } 级（{ $points_before } → { $points_after } 分）：{ $why }
free_ended_alert = 🤍 { $account } 的白名单 { $on }到期，额度照常检查了。要续就发 /whitelist { $account } 到哪天 因为什么
free_ended_settled = 🤍 { $account } 的白名单已经另有安排
digest_free_ended = 🤍 白名单到期
digest_row_free_ended = { $number }. { $account }：{ $on }到期，额度照常检查
concentrated_alert = 🧺 { $percent }% 的应收在 { $account } 一家：{ $owed }（全部 { $whole }）
concentrated_settled = 🧺 { $account } 占的应收降下来了
digest_concentrated = 🧺 应收集中
digest_row_concentrated = { $number }. { $percent }% 的应收在 { $account } 一家：{ $owed }（全部 { $whole }）
record_creditterms = 额度和白名单
record_gradechange = 信用变级
limit_not_yours = 🔒 额度和白名单由经理或财务来定，请找他们。
limit_raised_now = ✋ { $account } 例外：{ $until }前可以用到 { $amount }，之后回到原来的额度

ask_risky = ⚠️ { $account } 信用只有 { $points } 分（{ $grade } 级），最差的一条是
    { $why }
    还要记这个商机吗？
ask_risky_plain = ⚠️ { $account } 的付款信用不好，先问问负责人。还要记这个商机吗？
button_save_anyway = 仍要保存
button_rather_not = 不了
credit_parked = ✋ { $account } 再赊 { $amount } 超了，先停着，一分都没记；经理点了头才算。
credit_sum = 🧮 可用 { $may_use }（{ $why ->
        [stopped] 有逾期 { $days } 天的，停赊
        [grade] 信用分级只能用额度的 { $share }%
        [raised] 已批的例外
        [own] 这家自己的额度
       *[tier] 客户等级的额度
    }） − 已用 { $used } − 这笔 { $asked } = 超 { $over }
credit_way_prepay = { $number }. 先收 { $amount } 再做：收到后说「收到{ $account } { $amount }」，这笔再说一遍就过{ $rest ->
       *[other] { "" }
    }{ $on ->
       *[other] { "" }
    }
credit_way_split = { $number }. 分开做：现在先记 { $amount }，余下 { $rest } { $on ->
        [none] 等前面的收回来再记
       *[other] 从 { $on }起（那天前的款收到后）再记
    }{ $account ->
       *[other] { "" }
    }
credit_way_except = { $number }. 例外：经理同意到 { $on }前可以用到 { $amount }{ $rest ->
       *[other] { "" }
    }{ $account ->
       *[other] { "" }
    }
button_credit_prepay = 先收 { $amount }
button_credit_split = 现在记 { $amount }，余下 { $rest } 以后记
credit_prepay_chosen = 👌 { $account }：先收 { $amount }。收到后照常记回款，额度够了我就来问你记不记这笔；经理那边先放着（到 { $until }）。
credit_prepay_task = 先收 { $amount } 才能做：{ $said }
credit_rest_task = 余下 { $amount } 可以记了：{ $said }
credit_rest_kept = 📌 { $account } 余下 { $amount } 记了待办，{ $on }提醒你补记。
credit_fits_again = 🟢 { $account } 额度够了：等着批的 { $amount } 现在不用批，记上吗？
credit_sale_deal = 商机成交
credit_sale_stage = 商机成交
credit_sale_contract = 签合同
credit_sale_terms = 合同条款
credit_sale_invoice = 开票
credit_sale_receivable = 应收
approval_credit_exception = { $account } 再赊 { $amount }（{ $kind }）
credit_waits = { $account } 的这笔 { $amount } 已经在等经理批了，不用再报。发 /approvals 看。
booked_credit_exception = ✅ 例外批了：{ $account } { $until }前可以用到 { $amount }，这笔已记上。
credit_say_again = { $account } 的这笔还有没说清的地方，没法照批的记。请报的人重新说一遍，额度现在够了。
credit_fits_now = { $account } 的 { $amount } 没有超，不用批：直接再说一遍就记上了。
credit_delivered = ⚠️ 货已经出去，照记；超额度 { $over }，经理已知道。
credit_delivered_told = ⚠️ { $by } 给 { $account } 记了已经发出的 { $amount }，超额度 { $over }。

credit_by_correction = 改成这样，{ $account } 会多赊 { $more }，超了规则，没有改。这部分另记一笔，会报给经理批。
ship_go = 🟢 可以发：{ $account }{ $amount ->
        [none] { "" }
       *[other] { " " }{ $amount } 在额度里
    }
ship_stop = 🔴 先别发：{ $account }{ $amount ->
        [none] { " " }不能再赊了
       *[other] { " " }再发 { $amount } 就超了
    }
ship_which = 要发多少？说「给{ $account }发20万的货？」，我算先收多少、怎么分、要经理批到哪天。先款后货随时可以；已经发出去的，照样能记应收、能开票。
ship_risky = ⚠️ 但这家信用不好：/risk { $account }
credit_moved = { $account } 这期间又赊了别的，这笔现在要多赊 { $more }，超过了当时报的。请报的人再说一遍，按新的数来批。
