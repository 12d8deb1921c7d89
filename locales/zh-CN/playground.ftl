# 演示页自己的词。{"{name}"} 这样的空由页面来填。

playground_title = 更夫 · 演示
playground_bot = 更夫
playground_tagline = 一句话记账，到点自己敲锣
playground_you_are = 你是
playground_people = 你现在是谁
playground_news = 有新消息
playground_switch_language = English

playground_role_rep = 销售
playground_role_manager = 经理
playground_role_finance = 财务
playground_role_legal = 法务
playground_role_admin = 管理员

playground_clock = 演示时钟
playground_morning = 下一个早上
playground_morning_hint = 把演示时钟拨到下一个工作日早上 9 点
playground_morning_came = 早上好：{"{day}"}
playground_morning_quiet = 今早风平浪静，没有要提醒的
playground_night = 更夫在巡夜……

playground_chats = 聊天
playground_private = 你和更夫的私聊
playground_members = {"{count}"} 位同事和更夫
playground_unread = {"{count}"} 条未读
playground_nothing_yet = 还没有消息
playground_back = 回到聊天列表
playground_newest = 新消息
playground_conversation = {"{chat}"}的消息

playground_welcome_private = 我是更夫，替你记账、替你盯着
playground_welcome_private_text =
    见了谁、收了多少、下次哪天，说一句就行。
    点一个例子试试。
playground_welcome_group = 这是大家的群
playground_welcome_group_text =
    记事要 @更夫，或回复它的消息；闲聊它不插嘴。
    点“下一个早上”，看看群里会来什么。

playground_type_private = 记一笔，或者问一句……
playground_type_group = @更夫 记一笔，闲聊它不听……
playground_type_label = 要发的消息
playground_mention = 提到更夫
playground_mention_text = @更夫
playground_send = 发送
playground_send_hint = Enter 发送，Shift + Enter 换行
playground_ideas = 试试这些
playground_words = 常用词
playground_commands = 命令

playground_reply = 回复
playground_edit = 编辑
playground_cancel = 取消
playground_replying = 回复 {"{name}"}
playground_editing = 编辑自己的消息
playground_edited = 已编辑
playground_removed_quote = 找不到原消息
playground_download = 下载 {"{name}"}
playground_attach = 发文件，最大 {"{size}"}
playground_attached = 要发的文件
playground_detach = 不发 {"{name}"}
playground_drop = 松手，放进输入框
playground_sending = 正在发 {"{name}"}……
playground_too_large = {"{name}"} 有 {"{size}"}，聊天里最大 {"{most}"}。请拆小，或在服务器上用 gengfu import

playground_offline = 连接断了，正在重连……
playground_failed = 没发出去，请再试一次

playground_ideas_rep =
    今天拜访华星李总，二期预算80万，下周三给方案
    华星付了5万
    华星还欠多少
    /overdue
    /account 华星
    华星应收20万，到期下月15日
    /help
playground_ideas_manager =
    /overdue
    华星还欠多少
    /account 华星
    /mine
    /help
playground_ideas_finance =
    华星付了5万
    /overdue
    华星应收20万，到期下月15日
    华星还欠多少
    /help
playground_ideas_group =
    @更夫 华星付了5万
    @更夫 今天拜访华星李总，下周三给方案
    /overdue
    中午一起吃饭吗？
