# Forms: a fact field by field, for those who would rather press than type; and the fields a card can be changed in.
form_visit = 🚶 拜访
form_deal = 💼 商机
form_pay = 💰 回款
form_contract = 📄 合同
form_promise = 🤝 承诺
form_receivable = 🧾 应收
form_task = ➡️ 待办
form_note = 📝 备注
form_delivery = 📦 发货
form_head = { $form }{ $values ->
        [none] { "" }
       *[other] { " · " }{ $values }
    }
form_whole = { $form }，核对一下：
form_row = · { $what }：{ $value }{ $assumed ->
        [yes] （没说，先按这个）
       *[no] { "" }
    }
form_others = 另外还会记上这句话里的 { $count } 条
form_required = 「{ $what }」要填了才能记。
form_private = 📩 已私信你，在私聊里一步步填
form_put_aside = （{ $form }还没填完，先放一边）
form_still_open = （{ $form }还没填完，表还开着）
form_account_several = 「{ $name }」有好几家，是哪一家？
form_account_unknown = 没有叫「{ $name }」的客户。是下面这家，还是新客户？也可以再打一次名字。
form_ask_account =
    哪个客户？点一个，或直接打名字。一整句也行：{ $form ->
        [visit] 华星 李总 昨天
        [deal] 华星二期 80万
        [contract] 华星合同签了80万
        [promise] 华星答应下周五付5万
       *[pay] 华星 5万 昨天
    }
form_ask_date = 哪一天？
form_ask_signed = 哪天签的？
form_ask_promised = 答应哪天付？
form_ask_contact = 见了谁？打名字也行。
form_ask_promiser = 谁答应的？打名字也行。
form_ask_kind = 怎么联系的？
form_ask_note = 说了什么？打一句话。
form_ask_planned = 计划哪天？
form_ask_delivered = 哪天完成的？
form_ask_what = 什么货、多少？打一句就行：200台
form_ask_worth = 值多少钱？打数字就行：20万
form_ask_next_date = 下一步定在哪天？
form_ask_step = 下一步做什么？打一句话。
form_ask_deal_name = 这个商机叫什么？比如「二期」。
form_ask_amount = 多少钱？打数字就行：5万、3.5k USD
form_ask_stage = 到哪个阶段了？
form_ask_close_date = 预计哪天成交？
form_ask_end_date = 合同到哪天？
form_ask_start_date = 从哪天开始？
form_ask_number = 合同编号是？
form_ask_notice = 不续要提前几天通知？
form_ask_due_date = 哪天到期？
form_ask_title = 这笔应收叫什么？比如「首付款」。
form_not_account = 客户名是 2 到 40 个字，打名字，或点一个选项。
form_not_day = 没看懂这个日期。像 昨天、下周五、12月10号 这样说。
form_not_money = 没看懂这个金额。像 5万、98,500、3.5k USD 这样说，要大于 0。
form_not_choice = 请点一个选项，或打它的字。
form_not_count = 没看懂几天。打一个数字，比如 30。
form_not_person = 名字最多 20 个字，像 李总、王工。
form_not_text = 太长了，最多 2000 字。
field_account = 客户
field_date = 日期
field_signed = 签约日
field_promised = 答应的日子
field_promiser = 谁答应的
field_dispute = 什么争议（可不写）
field_contact = 联系人
field_kind = 方式
field_note = 内容
field_planned = 计划日
field_delivered = 完成日
field_what = 货
field_worth = 货值
field_next_date = 下一步日期
field_step = 下一步
field_deal_name = 名称
field_amount = 金额
field_stage = 阶段
field_close_date = 预计成交
field_end_date = 到期日
field_start_date = 开始日
field_number = 编号
field_notice = 提前通知
field_due_date = 到期日
field_title = 名目
field_spot = 位置
form_located = 📍 位置收到，跟这次拜访一起记
# What stands in the empty line while a form asks (64 characters at most).
form_typed_account = 客户名，或一整句
form_typed_day = 昨天、下周五、12月10号
form_typed_money = 5万、98,500、3.5k USD
form_typed_choice = 点一个
form_typed_count = 几天，比如 30
form_typed_person = 李总、王工
form_typed_text = 打一句话
form_typed_whole = 记上，或再补一句
button_form_back = ‹ 上一步
button_form_cancel = 取消
button_form_skip = 跳过
button_form_more = 再填几项
button_form_resume = 接着填{ $form }
button_near_day = { $near ->
        [today] 今天
        [yesterday] 昨天
       *[before] 前天
    } { $on }
button_term = { $years } 年，到 { $on }
button_create = 新建「{ $name }」
help_visit = 一步步记拜访
help_deal = 一步步记商机
help_pay = 一步步记回款
help_promise = 一步步记客户答应的付款

# Forms on a sheet, all fields at once.
form_handover = 🔁 交接
form_title = 更夫
form_close = 关闭
form_over = 这张表已经记过或不能用了。请重新打开一张。
form_not_taken = 刚才的表没记上：
form_wrong_row = · { $what }：{ $why }
form_left_out = 这一项要填
form_day_ahead = 这一天还没到
form_day_far = 这个日期太远了，看看年份
form_hint_account = 打几个字来找；没有的可以新建
form_hint_accounts = 不选就是全部客户
form_hint_member = 选一个人
form_hint_day = 选日期
form_hint_money = 5万、98,500、3.5k USD
form_hint_choice = 选一个
form_hint_count = 选天数
form_hint_person = 李总、王工
form_hint_text = 一句话
field_giver = 谁交出
field_receiver = 交给谁
field_accounts = 哪些客户
home_head = 👋 { $name }，记一笔点下面的按钮，或者直接发消息给我。
home_gap = { "" }
form_trouble = 表打不开了，是我们的问题。直接打一句话给我也能记。
form_known_money = 未收：{ $values }
form_known_person = 认识的：{ $values }
form_known_text = 在谈的：{ $values }

# -- what a button asks, as a sheet
form_promised = 🤝 答应几号付
form_received = 💰 收到多少
form_disputed = ⏸ 有争议，先不催
form_renew = 📄 续签到哪天
form_task_later = ➡️ 改日期
form_task_hand = 🤝 交给别人
form_edit = ✏️ 改
pressed_money = { $account } 还欠 { $balance }
pressed_contract = { $account } 的合同{ $end ->
        [none] { "" }
       *[other] ，现在到 { $end }
    }
pressed_task = ➡️ { $task }（{ $when }）
form_hint_known = 打几个字来找
form_changed = 这条刚才又变了，或不能改了。请再点一次按钮，看看现在的样子。
form_press_again = 改好再点一次那个按钮。
