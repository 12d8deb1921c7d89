# Next steps: the card, the list, what is done with one, and what was left over in the evening.
task_named = { $account ->
        [none] { $what }
       *[other] { $account } { $what }
    }
task_when = { $on }{ $until ->
        [none] { "" }
       *[other] { " 至 " }{ $until }
    } { $at }
next_step = ➡️ 下一步：{ $when } { $what }
next_step_ask = ➡️ { $account ->
        [none] { "" }
       *[other] { $account }{ " " }
    }下次什么时候跟进？
button_step_tomorrow = 明天
button_step_next_week = 下周
button_step_none = 不用
toast_step = 好，{ $on }提醒你
toast_no_step = 好，不记下一步

task_saved = ✅ { $account }：记下待办
task_brief = ✅ 已记：{ $account } 待办 · { $by }
task_noted = ✅ 待办已更新
task_chase = 催款{ $balance ->
        [none] { "" }
       *[other] { " " }{ $balance }
    }（{ $due }到期）
task_reopened = ↩️ 说办完了，可账上没有付款、承诺或联系记录，又打开了
task_settled = ✅ { $task }：不用催了
task_paused = ⏸ { $task }：先停着，{ $why }
task_done_unfounded = ☑️ { $task }：先记完成。到下个工作日账上还没有付款、承诺或联系记录，我会再打开
task_follow_up = 跟进{ $contact ->
        [none] { "" }
       *[other] { " " }{ $contact }
    }
task_new = ✅ 记下待办{ $name ->
        [none] { "" }
       *[other] ，已交给 { $name }
    }
    ➡️ { $when } { $task }
task_card = 📌 { $task }
    { $when } · { $owner }{ $days ->
        [0] { "" }
       *[other] ，晚 { $days } 天
    }
task_done = ✅ 办完了：{ $task }
task_moved = ➡️ { $task }：{ $to ->
        [none] 改到 { $when }
       *[other] 已交给 { $to }
    }
task_taken_back = ↩️ 已撤销：{ $task }
task_put_off = ➡️ 改到 { $on }{ $off ->
        [yes] （不上班，前一个工作日提醒你）
       *[no] { "" }
    }：{ $task }
task_handed = 🤝 已交给 { $name }，也告诉他了：{ $task } · { $when }
task_handed_unreached = 🤝 已交给 { $name }：{ $task } · { $when }
    他还没打开和我的私聊，请当面说一声。
task_given = 🤝 { $by } 交给你一件事：
task_given_to = 🤝 交给 { $name }
task_whose = 👤 { $owner } 的待办
task_due_alert = 📌 { $task } · { $days ->
        [0] { $when }
       *[other] 晚 { $days } 天（{ $when }）
    }
task_already_done = 早就办完了
task_day_past = { $on }已经过了。请说一个今天以后的日子。
task_that_day = 本来就是 { $on }。
task_hand_self = 这条本来就是 { $name } 的。
task_hand_leaver = { $name } 已经离开团队，不能交给他。发 /team 看名单。
task_hand_hidden = { $name } 看不到这个重点客户，不能交给他。请找经理先把客户分给他。
task_hand_nobody = 团队里没有别人可以交。发 /invite 邀请同事。
task_not_yours = 这是 { $owner } 的待办，只有本人和经理能动。
task_none_at = { $account } 没有你的待办了。看全部发 /tasks。
task_of_what = 提醒什么？这样说：提醒我周五交周报。
tasks_not_yours = 🔒 别人的待办只有经理能看。看自己的发 /tasks。
ask_task_day = ➡️ { $task }：改到哪天？请回个日期，比如「下周三」。
ask_task_hand = 🤝 { $task }：交给谁？点一个，或直接回名字。
ask_task_when = 哪天提醒：{ $what }？请回个日期，比如「周五」。
ask_which_task = 是哪一条？
tasks_head = 📌 { $name ->
        [none] 你的待办
       *[other] { $name } 的待办
    } { $count } 条
tasks_none = 🌙 没有待办。说「提醒我周五给华星发合同」就记上。
tasks_none_of = 🌙 { $name } 没有待办。
tasks_day = { $on ->
        [none] ⏰ 已经晚了
       *[other] { $is_today ->
            [yes] 今天 { $on }
           *[no] { $on }
        }
    }
tasks_row = { $number }. { $task } { $at }{ $days ->
        [0] { $until ->
            [none] { "" }
           *[other] （到 { $until }）
        }
       *[other] { "" } · { $on }，晚 { $days } 天
    }
alert_task_done = 完成
alert_task_tomorrow = 明天
alert_task_next_week = 下周
button_task_later = 改日期
button_task_hand = 交给别人
alert_task_more = 更多
alert_tick = ✓ { $number } { $account }
button_task_open = { $number } 改期·转交

evening_head = 🌆 还有 { $count } 条没记上：
evening_done = ✅ 都处理好了
evening_row = { $number }. { $what }
evening_row_done = { $number }. ✓ { $what }
evening_said = 「{ $text }」
evening_unread = 「{ $text }」没看懂
evening_pasted = 贴来的 { $count } 行
evening_promise = { $account } 答应付款，还没说哪天
evening_form = 没填完的{ $form } { $name }
evening_go = { $number } 接着记
evening_drop = { $number } 不记
evening_say_again = ✏️ 「{ $text }」没看懂。请换个说法再说一遍，比如「收到华星货款5万」。
ask_promise_by = { $account } 答应几号付？请回个日期，比如「下周三」。
