# Coming in, roles, languages, groups.
welcome = 👋 { $name }，欢迎加入「{ $team }」，你的角色：{ $roles }
welcome_admin =
    你是第一位管理员。接下来：
    1. /invite 李雷 rep 给每人一个加入码
    2. 把我拉进销售群，在群里发 /bind
    3. 说一句「新客户 华星科技」「华星应收20万，到期1月15日」
welcome_try = 试试直接说：「今天拜访了华星李总，下周三给方案」。发 /help 看全部。
hello = 🏮 { $name }，我在。
hello_try = 直接说发生了什么；或点下面的键。
joined_also = 你也在「{ $team }」里：发 /switch 团队名 来切换。
already_in = 你已经在「{ $team }」里了。
link_code =
    🔗 你的关联码：{ $code }
    在另一个平台（Telegram 或 Slack）私聊我，发 /link { $code }，那个账号就也是你。
    { $minutes } 分钟内有效，用一次；不要给别人。
linked = 🔗 { $name }，这个账号连上「{ $team }」了：两边说的都算你的，权限也一样。
link_told = 🔗 你的 { $platform } 账号「{ $account }」连上了。不是你本人的话，请马上告诉管理员。
link_same = 这个账号本来就是你，不用再关联。
link_taken = 这个账号已经是团队里的另一位成员，不能再关联。
code_unknown = 这个码不对。请核对一下，或向管理员再要一个。
code_used = 这个码已经用过了。请向管理员再要一个。
code_expired = 这个码过期了。请向管理员再要一个。
team_head = 👥 { $team }（{ $count } 人）
team_row = · { $name }：{ $roles }
team_group = · 群「{ $title }」：{ $audience }
role_rep = 销售
role_manager = 经理
role_finance = 财务
role_legal = 法务
role_admin = 管理员
audience_team = 全队可见
audience_managers = 经理可见
audience_finance = 财务可见
audience_legal = 法务可见
invited =
    ✉️ { $name }（{ $roles }）的加入码：{ $code }
    请他私聊我发：/join { $code }
    { $until }前有效，用一次。
invite_how = 这样邀请：/invite 李雷 rep（角色：rep 销售、manager 经理、finance 财务、legal 法务、admin 管理员，可用逗号连写）
role_how = 这样改角色：/role 李雷 rep,finance
role_unknown = 没有「{ $role }」这个角色。可选：rep 销售、manager 经理、finance 财务、legal 法务、admin 管理员。
role_admin_only = 🔒 只有管理员能任命或撤下管理员。
role_set = ✅ { $name } 现在是：{ $roles }
role_told = 👤 { $by } 把你的角色改成了：{ $roles }
last_admin = 这是最后一位管理员，先任命另一位再改。
member_unknown = 团队里没有「{ $name }」。发 /team 看名单。
remove_how = 这样移出一个人：/remove 李雷。从 TA 的下一条消息起不能再用更夫，记录都留着。
remove_ask = 🚪 让 { $name } 离开团队？从 TA 的下一条消息起，命令、按钮、推送和 TA 发出的加入码都失效；记录一条不少。
remove_self = 不能把自己移出团队，请另一位经理或管理员来做。
remove_already = 这个人已经不在团队里了。
remove_dropped = 好，什么都没改
removed = 🚪 { $name } 已离开团队，从现在起在哪个平台都不能再用更夫。要请回来就再发一张 /invite。
removed_told = 🚪 { $by } 把 { $name } 移出了团队，从现在起在哪个平台都不能再用更夫。要请回来就再发一张 /invite。
left_nothing = { $name } 名下没有客户、待办和交接。
left_accounts = 📒 没有负责人了：{ $count } 家客户{ $names ->
        [none] { "" }
       *[other] （{ $names }{ $more ->
            [0] { "" }
           *[other] 等
        }）
    }
left_tasks = 📌 还有 { $count } 条待办没办完：/tasks { $name }
left_cash = 💵 { $name } 手里还有没交回的现金 { $sums }：/held
left_handovers = 🤝 有 { $count } 个交接在等 TA：/handover 看
button_remove = 让 TA 离开
codes_wait = 🔒 连着几个加入码都不对。请等 { $minutes } 分钟再试，或请经理再发一张。
join_request = 🙋 { $name } 想加入团队。选一个角色就放进来：
join_asked = 已告诉「{ $team }」的经理，批准后我马上通知你。
admitted = ✅ { $name } 已加入：{ $roles }
admitted_already = { $name } 已经在团队里了
lang_which = 选语言 / Language
lang_set = 好，以后说中文。
language_zh_cn = 中文
language_en = English
switch_one_team = 你只在「{ $team }」一个团队里。
switch_which = 你在这些团队里：{ $teams }。发 /switch 团队名 切换。
switched = ✅ 现在和「{ $team }」说话
group_hello = 🏮 我是更夫。要把提醒推送到这个群，请经理在这里发 /bind。
group_removed = ⚠️ 我被移出了群「{ $title }」，那里不再推送。要恢复就把我拉回去并发 /bind。
group_left = 🚪 { $name } 离开了群「{ $title }」。如果是离职，发 /remove { $name }：权限马上收回，名下的客户接着交给别人。
group_joined = 👀 { $name } 进了群「{ $title }」，还不是团队成员，但看得到那里的推送。该加入的话，让他按群里的 [我要加入]。
group_bot_admin = 🏮 我现在是群「{ $title }」的管理员：听得到所有消息，看得到谁进谁出，能把当天的清单置顶。普通消息要不要记，由 /listen 决定。
group_bot_member = ⚠️ 我不再是群「{ $title }」的管理员：谁进谁出我可能看不到了，普通消息听不听得到要看机器人的隐私模式，清单也可能置顶不了。
account_closed = ⚠️ { $name } 的 { $platform } 账号被停用了，从现在起在哪个平台都不能再用更夫。要请回来就再发一张 /invite。
bound =
    🏮 已绑定「{ $team }」，{ $audience }。工作日 { $at } 推送逾期。
bound_hears = 我在这里听：命令、@我、对我消息的回复。普通聊天不听。
bound_hears_all = 我在这里也听普通消息：像记录的会记下，闲聊不理。
bound_overdue = ⏰ 现在已逾期 { $count } 笔：
button_join = 我要加入
button_hear_all = 也听普通消息
button_hear_less = 只听命令和@我
unbound = 好，不再推送到这里。要恢复发 /bind。
not_bound = 这个群还没绑定。请经理先发 /bind。
listen_how = 这样设：/listen on（也听普通消息）或 /listen off
react_how = 这样设：/react on（记好了只点个 👌）或 /react off（回一行字）
react_on = 👌 以后群里记好一笔，我在那条消息上点个 👌，完整的卡片私聊发给本人。
react_off = 好，以后群里记好一笔，我回一行字。
audience_unknown = 没有「{ $word }」这种范围。可选：/bind、/bind managers、/bind finance、/bind legal
admin_recovered_told = 🔑 { $name } 用机器上发的码成了{ $roles }。如果不是商量好的，请马上去问管机器的人。
welcome_admin_too = 你是管理员了：/team 看有谁，/invite 请人，/role 给角色。/help 看都能做什么。
