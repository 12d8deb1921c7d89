# What the optional suggester pointed at: always marked as a guess, booked only by a press.
guess_head = 🤖 猜的，请确认：
guess_row = · { $kind }：{ $values }
guess_no_account = （没听出客户）
guess_assumed = { $on }（没说日期）
guess_date = { $on }{ $until ->
        [none] { "" }
       *[other] { " 至 " }{ $until }
    } { $at }
guess_due_date = { $on }{ $until ->
        [none] { "" }
       *[other] { " 至 " }{ $until }
    } 前
guess_close_date = 预计 { $on }{ $until ->
        [none] { "" }
       *[other] { " 至 " }{ $until }
    }
guess_next_date = 下一步 { $on }{ $until ->
        [none] { "" }
       *[other] { " 至 " }{ $until }
    } { $at }
guess_visit = 拜访
guess_followup = 待办
guess_deal = 商机
guess_stage = 阶段
guess_payment = 回款
guess_promise = 承诺
guess_contract = 合同
guess_competitor = 竞品动向
guess_note = 备注

setting_suggester_model = { $variable }：设了 GENGFU_SUGGESTER_URL，这个也要设，写模型的名字。
