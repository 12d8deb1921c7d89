# Taking back, correcting, and open questions.
undone_head = ↩️ 已撤销：
restored_head = ↩️ 已恢复：
undone_record = · { $what }
undone_put_back = · { $what }{ $fields ->
        [none] { "" }
       *[other] ：{ $fields }
    }
put_back_field = { $field }改回 { $value }
put_back_gone = { $field }去掉了
undone_payment = · { $what } 回款 { $amount } 已冲回
undone_receivable = · { $what } 应收 { $amount } 已撤
restored_payment = · { $what } 回款 { $amount } 重新记上
restored_receivable = · { $what } 应收恢复为 { $amount }
stamp_undone = ↩️ 已撤销
stamp_corrected = ✏️ 已改，以后面的卡片为准
restored_brief = ↩️ { $by } 恢复了一条记录
undone_brief = ↩️ { $by } 撤销了一条记录
undo_nothing = 没有可撤销的。
undo_already = 这条已经撤销过了。
undo_not_yours = 🔒 这条是别人记的，只有本人或经理能改。
undo_changed_since = { $what }后来又改过，不能直接撤。请先撤销后面的改动。
undo_built_on = 「{ $what }」上已经有别的记录，不能撤。请先撤销那些。
record_called = { $account } { $kind }
record_account = 客户
record_contact = 联系人
record_visit = 拜访
record_deal = 商机
record_task = 待办
record_note = 备注
record_evidence = 附件
record_receivable = 应收
record_payment = 回款
record_promise = 承诺
record_adjustment = 调整
record_member = 成员
record_identity = 账号
record_chat = 群
record_import = 导入
record_invitation = 邀请
corrected_head = ✏️ 改好了：
corrected_account = · { $what }：{ $before } → { $after }
corrected_amount = · { $what } { $before } → { $after }
corrected_day = · { $before } → { $after }
corrected_balance = 💰 { $account } 尚欠 { $balance }
corrected_brief = ✏️ { $by } 改了一条记录
correct_nothing = 没找到要改的记录。请回复我的那张卡片，说「不对，是15万」。
correct_unclear = 没看懂要改成什么。请回复那张卡片，说「不对，是15万」或「是12月10号」。
dropped = 好，不记。
more_waiting = （还有 { $count } 条等这条定了再问）
asked_privately = 📩 有一处要确认，已私信你
logged_several = { $first }，另 { $more } 条
corrected_field = · { $what }：{ $before ->
        [none] （空）
       *[other] { $before }
    } → { $after }
edit_which_record = ✏️ 改哪一条？也可以直接说对的值：「不对，是15万」。
edit_which_field = ✏️ { $what }，哪里不对？
edit_or_say = 点一项，或直接说对的值：「不对，是15万」。要整条不算，点「撤销」。
edit_say = 直接说对的值：「不对，是15万」。要整条不算，点「撤销」。
edit_field = ✏️ { $what }的{ $field }{ $now ->
        [none] { "" }
       *[other] ，现在是 { $now }
    }
edit_dropped = 好，不改。
correct_same = 现在就是这个值，没有要改的。
correct_built_on = 「{ $what }」的这条上已经有合同或应收，不能换客户。请先改那些。
correct_instalment = 这是「{ $what }」合同里的一期，不能单独换客户。请改合同。
correct_receivable_paid = 这笔应收已经收了 { $paid }，不能换客户。请先撤销或改那笔回款。
undone_reason = 📝 原因：{ $reason }
edit_ask_account = 应该是哪个客户？点一个，或直接打名字。
ask_said_again = 「{ $words }」后来好像已经记上了。还要再记一次吗？
ask_edited = ✏️ 这条之前没有记账。改后的「{ $words }」要记上吗？
ask_edited_undone = ✏️ 这条记过，后来撤掉了。改后的「{ $words }」要记上吗？
edited_unclear = ✏️ 改后的消息没认出是哪个客户，账上没动。请在卡片上点「改」。
edited_gone = ✏️ 改后的消息里没有这些了：{ $what }。要撤掉吗？
edited_left = 好，账上留着。
button_take_back = 撤掉
button_leave = 留着
edited_unknown = 没找到这条消息原来记了什么。要记的话，请重新发一条。
told_again = ✏️ 更正：{ $what } { $before } → { $after }（{ $by } 改）
told_in_sum = 你之前看的合计里算着它
told_again_sum = 看现在的账龄
told_owed = ✏️ 更正：{ $what } { $due }到期的一笔，未收 { $before } → { $after }（{ $by } 改）
told_undone = ↩️ 更正：{ $what } { $amount } 不算了（{ $by } 撤销{ $reason ->
        [none] { "" }
       *[other] ：{ $reason }
    }）

# Approvals.
approval_alert = ✋ { $by } 请你批{ $days ->
        [0] { "" }
       *[other] （等了 { $days } 天）
    }：
approval_late_alert = ⌛ { $by ->
        [none] 你提的
       *[other] { $by } 提的
    }，说好 { $on }前批，{ $to } 还没批：
approval_what = 📄 { $what }
approval_reason = 💬 { $reason }
approval_said_yes = ✅ { $by }{ $instead ->
        [none] { "" }
       *[other] （代 { $instead }）
    } 同意{ $comment ->
        [none] { "" }
       *[other] ：{ $comment }
    }
approval_said_no = ❌ { $by }{ $instead ->
        [none] { "" }
       *[other] （代 { $instead }）
    } 不同意{ $comment ->
        [none] { "" }
       *[other] ：{ $comment }
    }
approval_said_hold = ⏸ { $by }{ $instead ->
        [none] { "" }
       *[other] （代 { $instead }）
    } 先放着{ $comment ->
        [none] { "" }
       *[other] ：{ $comment }
    }
approval_held_until = ⏸ { $on }再提醒
approval_due = 📅 请在 { $on }前定
approval_waiting = ⏳ 等批：{ $what }
approval_held = ⏸ { $by }{ $instead ->
        [none] { "" }
       *[other] （代 { $instead }）
    } 先放着：{ $what }{ $comment ->
        [none] { "" }
       *[other] （{ $comment }）
    }
approval_granted = ✅ { $by }{ $instead ->
        [none] { "" }
       *[other] （代 { $instead }）
    } 同意了：{ $what }
approval_passed_on = ✅ { $by }{ $instead ->
        [none] { "" }
       *[other] （代 { $instead }）
    } 同意了，还要 { $to } 批：{ $what }
approval_refused = ❌ { $by }{ $instead ->
        [none] { "" }
       *[other] （代 { $instead }）
    } 没同意：{ $what }{ $comment ->
        [none] { "" }
       *[other] （{ $comment }）
    }
approval_withdrawn = ↩️ { $by } 撤回了申请：{ $what }
approval_replaced = ✏️ 内容改了，这张不算了，请看新的一张：{ $what }
approval_sent = ✋ 要批：{ $what }。已请 { $to } 批（{ $on }前），批之前账上不动。
approval_unreachable = ⚠️ { $to } 还没打开和我的私聊，收不到。请他们私聊我发 /start。
approval_asked_anew = ✏️ 内容改了，重新请批；原来那张作废。
approval_off = 💡 本来要第二个人批，团队里没有别人能批，这一步先免了。
approval_brief = ✋ { $by } 提了一项申请 · { $account }
approval_waits = 已经有一项在等 { $to } 批：{ $what }。
approval_same = 和在等批的那张一样，没有要改的。
approval_own = 🔒 自己提的不能自己批，请别人批。
approval_not_yours = 🔒 这一步不归你批。
approval_not_asked_by_you = 🔒 只有提的人能改或撤回。
approval_decided = { $state ->
        [granted] 已经批过了。
        [refused] 已经有人不同意了。
        [withdrawn] 提的人已经撤回了。
       *[other] 内容改了，这张不算了，请看新的那张。
    }
approval_condition = 带条件的同意不算批：只能照卡片上的内容批。要改内容，请提的人改了再来；或者说「不同意，因为…」。
approval_why = 💬 { $by } 没同意「{ $what }」，因为：{ $reason }
approval_why_told = 好，已转告 { $to }。
ask_why_refused = 为什么？回一句，我转给 { $to }；不说也行。
approvals_none = ✅ 没有等你批的，你也没有在等批的。
approvals_head = ✋ 等你批的（{ $count }）
approvals_asked_head = ⏳ 你提的，还在等（{ $count }）
approvals_asked_row = · { $what } · 等 { $to }，{ $since } 提的
digest_approval = ✋ 等你批的
digest_approval_late = ⌛ 过了期限还没批的
digest_row_approval = { $number }. { $what } · { $by }，{ $since } 提的
alert_approve = 同意
alert_reject = 不同意
alert_hold = 先放着
alert_approval_open = 打开
button_approval_open = 看第 { $number } 项
button_approval_withdraw = 撤回申请
toast_approval_yes = 已同意
toast_approval_no = 已回绝
toast_approval_hold = 先放着
stamp_approval_granted = ✅ { $by } 已同意
stamp_approval_refused = ❌ { $by } 没同意
undo_approved = 这是两个人定的，不能一个人撤。申请撤回了要再提，就重新说一遍；核销了又要恢复，说「某客户 撤销核销」。
record_approval = 申请
stand_in_how = 不在时请人代批：/standin 李娜 到12月1日；/standin 关 收回。
stand_in_now = 🤝 { $until }前由 { $name } 代你批。/standin 关 收回。
stand_in_set = 🤝 好，到 { $until }（含当天），{ $name } 可以代你批。你自己也还能批。
stand_in_told = 🤝 { $name } 请你代批，到 { $until }（含当天）。等你批的：/approvals
stand_in_ended = 好，不用人代批了。
stand_in_unknown = 没找到同事「{ $name }」。这样说：/standin 李娜 到12月1日
stand_in_self = 不能代自己批，请选别的同事。
stand_in_until_when = 到哪天？这样说：/standin 李娜 到12月1日（最多 { $most } 天）。
help_approvals = 等我批的，和我提了在等的
help_standin = 不在时请人代批：/standin 李娜 到12月1日
undo_refunded = { $what }后来退过款，或又结清了，不能直接撤。请先撤销后面那笔。
