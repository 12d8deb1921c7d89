# Contracts: signed, renewed, ended; instalments; what expires.
contract_saved = 📄 { $account }：合同已签 { $number } { $amount }
    🗓 { $signed ->
        [none] 没说哪天签的
       *[other] { $signed } 签
    }{ $start ->
        [none] { "" }
       *[other] ，{ $start } 起
    }{ $end ->
        [none] ，没说到期日
       *[other] ，到 { $end }（{ $left }）
    }
contract_renewed = 📄 { $account }：合同续签 { $number } { $amount }
    🗓 { $before } → { $end }（{ $left }）
contract_expires = 📄 { $account }：合同 { $number } { $end } 到期（{ $left }）
    ⏰ 到期前我会提醒，直到你说续还是不续
contract_terms_saved = 📄 { $account }：合同 { $number } { $amount } 记下了{ $end ->
        [none] { "" }
       *[other] ，到 { $end }
    }
contract_runs_out = 📄 { $account }：合同 { $number } 到期不续{ $end ->
        [none] { "" }
       *[other] ，{ $end } 为止
    }
contract_ended = 📄 { $account }：合同 { $number } 已终止，{ $end } 为止
ask_contract_signed = { $account } 的合同哪天签的？{ $months } 个月要从那天算起。请回日期，比如「去年5月8日」。
contract_brief = ✅ 已记：{ $account } 合同 · { $by }
contract_left = { $days ->
        [0] 今天到期
       *[other] 还有 { $days } 天
    }
contract_past = 已过期 { $days } 天
contract_end_by_term = 💡 没说到期日，按 { $months } 个月从 { $start } 算
contract_notice = 📣 不续要在 { $on } 前通知
contract_no_amount = ❓ 金额没说。回复这张卡片「不对，是78万」就补上
contract_of_deal = 💼 关联商机：{ $stage } { $amount }
contract_moves_deal = 📈 商机：{ $before } → { $stage }

contract_head = 📄 { $account } · 合同 { $number } 第 { $version } 版 · { $state } { $amount }
contract_state_active = 生效中
contract_state_expired = 已过期，没说续不续
contract_state_running_out = 到期不续
contract_state_renewed = 已续签
contract_state_ended = 已结束
contract_days = 🗓 { $signed ->
        [none] 签约日不详
       *[other] { $signed } 签
    }{ $start ->
        [none] { "" }
       *[other] ，{ $start } 起
    }{ $end ->
        [none] ，没有到期日
       *[other] ，到 { $end }（{ $left }）
    }
contract_paid = 💰 已收 { $paid } / { $whole }（{ $percent }%），还剩 { $rest }
contract_instalment = · { $title } { $amount }，{ $due } 到期，{ $state }
instalment_paid = 已付清
instalment_open = { $rest ->
        [none] 未付
       *[other] 还差 { $rest }
    }
instalment_overdue = 逾期 { $days } 天，差 { $rest }
contract_net = 🧾 { $month_end ->
        [yes] 月结 { $days } 天
       *[other] 开票后 { $days } 天
    }
contract_plan_open = ❓ 日期没定：{ $parts }
contract_no_file = 📎 没有附件。回复这张卡片发文件就存上
contract_file = 📎 { $name }{ $size ->
        [none] { "" }
       *[other] { " · " }{ $size } KB
    }{ $hash ->
        [none] { "" }
       *[other] { " · SHA-256 " }{ $hash }…
    }{ $by ->
        [none] { "" }
       *[other] { " · " }{ $by } { $on }
    }
contract_row = · { $account } { $number } { $end ->
        [none] { "" }
       *[other] { $end }
    } { $left } · { $state } · { $owner }
contract_none = { $account } 还没有合同。签了就说「{ $account }合同签了，80万，到明年12月31日」。
contracts_none = ✅ 三个月内没有合同到期
contracts_head = 📄 三个月内到期的合同（{ $count }）
account_contract = 📄 合同 { $number } { $amount }{ $end ->
        [none] { "" }
       *[other] ，到 { $end }（{ $left }）
    }

instalments_saved = 🧾 { $account }：{ $count } 期应收记好了，共 { $amount }
instalment_row = · { $title } { $amount }，{ $due } 到期
instalment_retention = 质保金
instalment_part = { $kind ->
        [retention] 质保金{ " " }
       *[part] { "" }
    }{ $percent }% { $amount }
ask_instalment_days = 🗓 { $account } 的 { $count } 笔款哪天到期：{ $parts }？请按顺序在一行里回 { $count } 个日期，比如「12月1日、1月15日」。
ask_instalment_days_again = { $problem }。{ $account } 有 { $count } 笔：{ $parts }。请按顺序在一行里回 { $count } 个日期。
problem_no_such_day = 没有「{ $words }」这一天
problem_day_count = 读到 { $said } 个日期
ask_invoice_day = 🧾 { $account } { $amount } 月结 { $days } 天：发票哪天开？从开票那个月的月底起算。请回日期。
ask_invoice_day_plain = 🧾 { $account } { $amount } 开票后 { $days } 天付：发票哪天开？请回日期。
ask_retention_from = 🗓 { $account } { $part }，{ $months } 个月后付：从哪天起算？点一个，或直接回到期的日期。
ask_acceptance_day = { $account } 哪天验收？到期日再加 { $months } 个月。请回验收日期。
button_from_signing = 从签约日：{ $on }
button_from_acceptance = 从验收日
button_later = 以后再定
button_plan = 定付款日期
plan_not_whole = { $parts } 加起来是 { $sum }，不是 10 成，也不是 100%。正确的比例是？请回「3-4-3」这样的一行。
plan_retention_too_large = 质保金 { $retention }% 比最后一期 { $last }% 还多。正确的比例是？请回「3-4-3」这样的一行，或重发整句。
plan_later = 好，日子定了再说；/contract 里能定。
plan_booked_already = 付款日期都定好了，在 /contract 里看。

ask_contract_amount = { $account } 合同额多少？分期要按总额算。请回金额。
ask_impossible_end = 没有「{ $words }」这一天。合同到哪天？请回日期。
ask_contract_end = { $end } 比开始的 { $start } 还早。{ $account } 的合同到哪天？请回日期。
ask_contract_term = { $months } 个月该到 { $by_term }，你说的是 { $end }。按哪个？
ask_contract_end_day = { $account } 的合同哪天到期？请回日期。
contract_completed = 📄 { $account }：合同补上金额 { $amount } { $number }{ $end ->
        [none] { "" }
       *[other] ，到 { $end }
    }
ask_contract_standing = { $account } 有 { $count } 份合同还没写金额。这 { $amount } 是它的吗？
button_contract_completes = 补到那份 { $number }{ $end ->
        [none] { "" }
       *[other] （到 { $end }）
    }
ask_contract_twin = 已经有一份 { $on } 签的合同 { $amount }。是同一份吗？
button_contract_same = 同一份，不记
button_contract_other = 另一份，记上
button_no_deal = 都不是
ask_renewed_until = { $account } 的合同续到哪天？{ $end ->
        [none] { "" }
       *[other] 原来到 { $end }。
    }请回日期，比如「2027年3月1日」。
ask_which_contract = { $account } 有 { $count } 份合同，是哪一份？
button_contract = { $end ->
        [none] 没有到期日
       *[other] 到 { $end }
    } { $amount } { $number }
ask_notice = 📣 不续要提前几天通知？点一个，或直接回天数。
button_notice = { $days } 天
button_no_notice = 没约定
contract_ends_before_start = 到期日 { $end } 比开始的 { $start } 还早，没有记。
contract_not_longer = 续到 { $end } 不比原来的 { $before } 晚，没有记。请回一个更晚的日期。
contract_decided_already = 这份合同已经有人定了

button_file = 取文件
file_over = 📎 这份文件保留期满，已清掉。保留几天：/policy 文件保留
file_here = 📎 { $account }：{ $name }
file_kept = 📎 { $account }：文件存在合同上了
file_replaced = 📎 { $account }：换成了这份文件
file_same = 📎 就是已经记着的那份：{ $name }
file_not_kept = 📎 附件没有存下来，请单独再发一次（10 MB 以内）。
file_without_bytes = 💡 只记了文件名和大小，文件本身没有存下来。请在私聊里再发一次。
file_too_large = 📎 { $name } 超过 { $megabytes } MB，没有存。请压缩或拆成几份再发。
file_gone = 📎 { $name } 已经取不到了。请再发一次。
file_unreachable = 📎 { $name } 现在取不到，平台没有回应。过几分钟再发一次。
file_no_contract = { $account } 还没有合同，文件没处放。先说「{ $account }合同签了…」再发。

expiry_alert = 📄 { $account } 合同 { $number_ } { $end } 到期，{ $when ->
        [past] 已过 { $days } 天
        [today] 就是今天
       *[ahead] 还有 { $days } 天
    } · { $owner }
expiry_notice = 📣 不续要在 { $on } 前通知
expiry_seen_by = 👀 { $by } 知道了
expiry_renewed = ✅ { $account } 合同已续签到 { $end }
expiry_ended = ✅ { $account } 合同到 { $end } 为止，不续
expiry_void = ✅ { $account } 的这份合同撤销了
alert_renew = 续签
alert_run_out = 到期不续
alert_seen = 知道了
toast_seen = 记下了，下次到点再提
digest_expiry = 📄 合同快到期
digest_row_expiry = { $number }. { $account } { $number_ } { $end } 到期，{ $when ->
        [past] 已过 { $days } 天
        [today] 就是今天
       *[ahead] 还有 { $days } 天
    } · { $owner }
digest_row_decided = { $number }. { $what }

corrected_instalment = · { $title } { $before } → { $after }
corrected_not_instalments = 💡 分期应收没动：它们加起来本来就不是合同额，请单独改。

record_contract = 合同
help_contract = 看合同：/contract 华星
help_contracts = 三个月内到期的合同

# 开票：开了多少，合同还有多少没开，账期从开票起算的什么时候到期。
help_invoices = 签了还没开的票：/invoices，或 /invoices 华星；记一张就说「华星开票15万」
record_invoice = 发票
invoice_saved = 🧾 { $account }：开票 { $amount }，{ $on }{ $number_ ->
        [none] { "" }
       *[other] ，合同 { $number_ }
    }
invoice_planned = 🧾 { $account }：计划开票 { $amount }，{ $on }{ $number_ ->
        [none] { "" }
       *[other] ，合同 { $number_ }
    }
invoice_left = · 这份合同还有 { $left } 没开
invoice_beyond = ⚠️ 比合同多开了 { $over }，请核对
invoice_due = 📅 按约定账期 { $days } 天，{ $due }到期，应收已记
invoice_no_contract = 💡 没有对得上的合同，只记了开票；应收请说「华星应收15万，到期1月15日」。
invoice_brief = ✅ 已记：{ $account } 开票 · { $by }
ask_invoice_amount = { $account } 开了多少的票？请回金额。
ask_invoice_contract = { $account } 开的是哪份合同的票？
button_invoice_contract = { $number_ ->
        [none] { "" }
       *[other] { $number_ }{ " " }
    }{ $amount }（没开 { $left }）
invoices_none = 🧾 没有签了还没开票的合同。
invoices_head = 🧾 签了还没开票 { $count } 份，共 { $left }，先签的在前：
invoices_row = · { $account } { $number_ ->
        [none] { "" }
       *[other] { $number_ }{ " " }
    }合同 { $amount }，没开 { $left }{ $on ->
        [none] { "" }
       *[other] ，{ $on }签
    }
