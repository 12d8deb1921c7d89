# Taking back, correcting, and open questions.
undone_head = ↩️ 已撤销：
restored_head = ↩️ 已恢复：
undone_record = · { $what }
undone_put_back = · { $what }
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
told_owed = ✏️ 更正：{ $what } { $due }到期的一笔，未收 { $before } → { $after }（{ $by } 改）
told_undone = ↩️ 更正：{ $what } { $amount } 不算了（{ $by } 撤销{ $reason ->
        [none] { "" }
       *[other] ：{ $reason }
    }）
