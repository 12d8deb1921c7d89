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
       *[other] { $on }付{ $days ->
            [0] ，没晚
           *[other] ，晚 { $days } 天
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
risk_worst_head = 🛡 欠着钱的 { $count } 家，信用最差的在前：
risk_worst_row = · { $account } { $points } 分 { $grade } 级：欠 { $owed }
risk_not_yours = 🔒 { $account } 的信用分只有负责人、经理和财务能看。
risk_nobody = 🛡 现在没有欠着钱又评得出分的客户。
