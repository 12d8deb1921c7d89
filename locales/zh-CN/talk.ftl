# What every topic says: buttons, hints, refusals that belong to no topic.
button_undo = 撤销
button_edit = 改
button_restore = 恢复
button_save = 记上
button_drop = 不记
button_name = { $name }
button_day = { $on }
button_value = { $value }
button_more = 还有 { $count } 条
button_save_all = 全部记上
button_create_and_save = 新建「{ $name }」并记上
open_private = 打开私聊
sent_privately = 📩 已私信给你
private_not_open = { $name }，这个只能私聊说。点下面打开私聊，再问我一次。
private_needed = 先打开和我的私聊，再点一次。
possible_repeat = （可能重复：上一次发送没有收到回执）
slowed = 🐢 你发得太快了，我一条一条慢慢记，一条都不会漏。
undelivered = 📮 有 { $count } 条消息没送到：
undelivered_row = · { $name }：{ $count } 条，最早 { $since }。{ $why }
undelivered_blocked = 对方屏蔽了我，或我已不在那个群
undelivered_rights = 我在那里没有发言的权限
undelivered_other = 平台拒收（{ $reason }）
button_send_again = 再发一次
toast_nothing_waits = 没有要发的了
button_let_go = 算了
sent_again = 📮 { $count } 条重新排队，按原来的顺序发。还发不出去会再告诉你。
sent_no_more = 📮 { $count } 条不发了。
watch_well = 🏮 一切正常：该说的都送到了。
watch_swept = 上次巡查：{ $on }
watch_doubtful = ❔ { $count } 条不确定送到没有（断网时发的），已标明「可能重复」再发过一次。
incident = 😓 这条我没处理好，已记下编号 { $number }。请换个说法再发一次，或把编号告诉管理员。

key_log = 记一笔
key_today = 今天要盯
key_overdue = 谁欠钱
key_help = 帮助
key_spot = 📍 发送我的位置

toast_done = 好了
toast_here = 在下面
toast_asked = 在下面回答我
toast_noted = 记下了
toast_contacted = 已记：你联系过了
toast_already_noted = 已经记过了
toast_restored = 已恢复
toast_undone = 已撤销
toast_edit_how = 说对的值就能改

not_allowed = 🔒 你的角色不能做这件事。需要的话请找经理或管理员。
not_allowed_deal = 🔒 我把这句读成了商机：{ $account } { $amount }，你的角色不能记商机。如果是回款，请说「收到{ $account } { $amount }」。
no_access = 🔒 你的账号已停用。有疑问请找管理员。
group_only = 这个命令要在群里用：先把我拉进群，再发一次。
private_only = 这个请私聊我。
record_gone = 这条记录已经不在了。
hint = 我没看到要记的。直接说就行，比如「今天拜访了华星李总，下周三给方案」；问我「华星还欠多少」；或发 /help。
text_too_long = 这条太长了，我没法一次读完，什么都没记。请拆成几条短的发给我。
hint_kept = 这句没看懂，先替你留着，傍晚再问你。换个说法再说一次也行，比如「收到华星货款5万」。
talk_hello = { $name }，你好！发「今天要盯」看今天的事，或者直接说发生了什么。
talk_thanks = 不客气，有事直接说。
talk_there = 在的，直接说就行。
talk_small = 👌
talk_bye = 好，回见。该催的我会催。
hint_empty = 这条是空的。直接说发生了什么，比如「收到华星货款5万」。

command_unknown = 没有 /{ $typed } 这个命令。发 /help 看我会什么。
command_unknown_near = 没有 /{ $typed }，是不是要 /{ $near }？
stranger = 👋 我是更夫，给销售团队记账守夜的机器人。你还不在团队里：请向管理员要一个加入码，然后发 /join 加入码。
button_stranger = 你还不是团队成员，点群里的「我要加入」
button_unknown = 这个按钮已失效
button_expired = 这个按钮过期了，请重新查一次
button_not_yours = 这不是给你的
draft_taken = 已经处理过了

media_voice = 🎤 语音我还听不懂，请打一行字，比如「华星付了5万」。
media_photo = 🖼 图片我还看不懂，但可以存：回复一张卡片发，或记好一笔后马上发。要记事就打一行字。
media_document =
    📎 这个文件我不知道放哪。
    合同：回复那份合同的卡片发，或带一句「华星合同」。
    回单、照片：回复那笔账的卡片发，或记好一笔后马上发。
    客户、联系人、应收、合同台账：发 Excel（.xlsx）或 CSV，我先给你看预览。
media_sticker = 😊 表情收到。要记事就打一行字。
media_contact = 👤 我没看到名片里的内容。请在私聊里发，或这样说：/contact 华星 李总 13800000000
media_location = 📍 我没看到位置。请在私聊里发 /here，点那里的键。
media_other = 这种消息我还看不懂，请用文字告诉我。

help_head = 🏮 我是更夫。一句话记一件事，到期我来喊。
help_examples =
    直接说：
    · 今天拜访华星李总，二期预算80万，下周三给方案
    · 华星应收20万，到期1月15日
    · 华星合同签了80万，一年期，3-4-3
    · 收到华星货款5万
    · 王总答应下周五前付清
    · 华星还欠多少
    回复我的卡片说「不对，是15万」就能改，/undo 撤销上一条。
help_topic = { $topic }：{ $commands }
help_command = /{ $command }{ $alias ->
        [none] {""}
       *[other] {" "}{ $alias }
    }
help_commands = { $one } · { $more }
help_page = 📖 { $topic }，能用这些命令：
help_unknown = 没有「{ $typed }」这个命令。点一类看看：
help_more = 还有很多命令，私聊我发 /help 看。
topic_log = 记一笔
topic_look = 今天
topic_customers = 客户
topic_money = 钱
topic_contracts = 合同
topic_team = 团队
help_row = /{ $command }{ $alias ->
        [none] { "" }
       *[other] （{ $alias }）
    } { $what }
help_foot = 一次开账：把「客户 华星科技」「华星 欠20万 1月15日到期」多行贴给我，一键全记。
help_today = 今天要盯的事：待办、快到期和逾期的钱；经理：/today 张伟
help_tasks = 我的待办，按日子排；经理：/tasks 张伟
help_terms = 账期和提前提醒：/terms 华星 月结60，/terms 华星 提前10/5/1
help_aging = 欠的钱按账龄分：/aging，/aging 李雷，/aging 华星，/aging 按人，/aging 8月底
help_statement = 客户对账单：/statement 华星，/statement 华星 8月，/statement 华星 英文
help_cash = 接下来每周能收多少：/cash，/cash 12周
help_overdue = 谁逾期了、多少、几天、谁的客户
help_account = 看客户：/account 华星
help_mine = 我的客户和欠款
help_owes = 某客户还欠多少：/owes 华星
help_log = 记一笔：怎么说最省事
help_undo = 撤销我上一条记录
help_new = 新建客户：/new 华星科技
help_rename = 客户改名：/rename 华星 华星科技集团
help_alias = 客户的别名：/alias 华星 = HX
help_who = 谁能看一位客户，凭什么
help_tier = 客户分档：/tier 华星 A
help_region = 客户的区域：/region 华星 华东
help_coowner = 共同负责人：/coowner 华星 +李娜
help_contact = 联系人：/contact 华星，或加一位 /contact 华星 李总 13800000000 采购
help_merge = 合并重复的客户：/merge 华星电子 华星科技
help_archive = 归档不再往来的客户：/archive 华星
help_unarchive = 恢复归档的客户：/unarchive 华星
help_load = 一个人手上有多少：/load 张伟
help_week = 周报，团队做了什么：/week，上周 /week 上周
help_watch = 我说的话都送到了没有，没送到的再发一次
help_lang = 换语言：/lang zh 或 /lang en
help_team = 团队里有谁、绑定了哪些群
help_invite = 发加入码：/invite 李雷 rep
help_remove = 让人离开团队：/remove 李雷
help_role = 改角色：/role 李雷 rep,finance
help_bind = 把提醒推送到这个群
help_unbind = 不再推送到这个群
help_listen = 群里普通消息要不要记：/listen on 或 off
help_react = 群里记好一笔，点个 👌 还是回一行字：/react on 或 off
help_here = 发送你现在的位置，作为到访的证明
help_link = 把你在另一个平台的账号也连到自己名下
help_switch = 在几个团队之间切换
help_help = 这份说明
help_start = 打招呼
help_join = 用加入码加入团队

log_how =
    ✏️ 直接打一句，例如：
    · 今天拜访了{ $account }，下周三给方案
    · 收到{ $account }货款5万
    · { $account }应收20万，到期下月15号
    · { $account }推进到报价
quoted_from = 💬 { $name } 的话：
stranger_tied = 我是更夫，替这里的销售团队记账、盯款。发 join，我去问经理让你进来；有邀请码就发 join 和码。

# 账本写不进去时，直接回给发消息的人。
books_closed = ⚠️ { $why ->
        [disk_full] 磁盘满了
        [read_only] 账本被设成了只读
        [locked] 账本正被别的程序占用
        [corrupt] 账本文件坏了
        [unreachable] 数据库连不上
       *[other] 账本出了问题
    }，这条暂时记不下来。不用重发：一恢复我就补上。{ $why ->
        [corrupt] 请管理员停下更夫，运行 gengfu restore 恢复最近的备份。
       *[other] 请告诉管理员看一眼 gengfu doctor。
    }
