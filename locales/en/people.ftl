# Coming in, roles, languages, groups.
welcome = 👋 { $name }, welcome to “{ $team }”. Your role: { $roles }
welcome_admin =
    You are the first admin. Next:
    1. /invite Tom rep gives each person a join code
    2. add me to the sales group and send /bind there
    3. say “new customer Globex”, “Globex owes 20k due Jan 15”
welcome_try = Just say it: “visited Globex today, proposal next Wed”. /help shows everything.
hello = 🏮 { $name }, I am on watch.
hello_try = Say what happened, or use the keys below.
joined_also = You are in “{ $team }” too: send /switch NAME to change.
already_in = You are in “{ $team }” already.
link_code =
    🔗 Your link code: { $code }
    Write to me in private on the other platform (Telegram or Slack): /link { $code }. That account is you then, too.
    Good for { $minutes } minutes, once; give it to nobody.
linked = 🔗 { $name }, this account is tied to “{ $team }” now: what you say on either side is yours, with the same rights.
link_told = 🔗 Your { $platform } account “{ $account }” is tied to you now. If that was not you, tell the admin at once.
link_same = This account is you already; there is nothing to link.
link_taken = This account is another member of the team already; it cannot be linked.
code_unknown = That code is not right. Check it, or ask the admin for another.
code_used = That code has been used. Ask the admin for another.
code_expired = That code has expired. Ask the admin for another.
team_head = 👥 { $team } ({ $count })
team_row = · { $name }: { $roles }
team_group = · group “{ $title }”: { $audience }
role_rep = rep
role_manager = manager
role_finance = finance
role_legal = legal
role_admin = admin
audience_team = the whole team sees it
audience_managers = managers see it
audience_finance = finance sees it
audience_legal = legal sees it
invited =
    ✉️ Join code for { $name } ({ $roles }): { $code }
    They send me in private: /join { $code }
    Valid until { $until }, once.
invite_how = Like this: /invite Tom rep (roles: rep, manager, finance, legal, admin; join several with commas)
role_how = Like this: /role Tom rep,finance
role_unknown = There is no role “{ $role }”. Choose from rep, manager, finance, legal, admin.
role_admin_only = 🔒 Only an admin appoints or removes admins.
role_set = ✅ { $name } is now: { $roles }
role_told = 👤 { $by } changed your role to: { $roles }
last_admin = This is the last admin. Appoint another one first.
member_unknown = There is no “{ $name }” in the team. Send /team for the list.
remove_how = Like this: /remove Tom. From their next message on they cannot use Gengfu; their records stay.
remove_ask = 🚪 Let { $name } go? From their next message on no command, button, push or join code of theirs works; not one record is lost.
remove_self = You cannot remove yourself; ask another manager or admin.
remove_already = They are not in the team any more.
remove_dropped = All right, nothing changed
removed = 🚪 { $name } has left the team and cannot use Gengfu on any platform from now on. To have them back, /invite them again.
removed_told = 🚪 { $by } let { $name } go; from now on they cannot use Gengfu on any platform. To have them back, /invite them again.
left_nothing = { $name } has no customers, next steps or handovers.
left_accounts = 📒 Without an owner now: { $count ->
        [one] one customer
       *[other] { $count } customers
    }{ $names ->
        [none] { "" }
       *[other] { " " }({ $names }{ $more ->
            [0] { "" }
           *[other] { " " }and more
        })
    }
left_tasks = 📌 { $count ->
        [one] One next step is
       *[other] { $count } next steps are
    } still open: /tasks { $name }
left_cash = 💵 { $name } still has cash in hand: { $sums }. /held
left_handovers = 🤝 { $count ->
        [one] One handover waits
       *[other] { $count } handovers wait
    } for them: see /handover
button_remove = Let them go
codes_wait = 🔒 Several join codes in a row were wrong. Wait { $minutes } minutes and try again, or ask a manager for a new one.
join_request = 🙋 { $name } wants to join. Tap a role to let them in:
join_asked = I told the managers of “{ $team }”; you hear from me as soon as they agree.
admitted = ✅ { $name } joined: { $roles }
admitted_already = { $name } is in the team already
lang_which = 选语言 / Language
lang_set = All right, English from now on.
language_zh_cn = 中文
language_en = English
switch_one_team = You are only in “{ $team }”.
switch_which = You are in these teams: { $teams }. Send /switch NAME.
switched = ✅ Talking to “{ $team }” now
group_hello = 🏮 I am Gengfu. To get reminders here, a manager sends /bind in this group.
group_removed = ⚠️ I was removed from the group “{ $title }”; nothing is pushed there. Add me again and send /bind to resume.
group_left = 🚪 { $name } left the group “{ $title }”. If they are leaving the firm, send /remove { $name }: access ends at once, and their customers can be handed on.
group_joined = 👀 { $name } came into the group “{ $title }” and is not in the team, but reads what is pushed there. If they belong, let them press [I want to join] there.
group_bot_admin = 🏮 I am now an admin of the group “{ $title }”: I hear every message, see who comes and goes, and may pin the day’s list. Whether plain lines count is up to /listen.
group_bot_member = ⚠️ I am no longer an admin of the group “{ $title }”: I may not see who comes and goes, hear plain lines only if privacy mode is off, and may not be able to pin the day’s list.
account_closed = ⚠️ { $name }’s { $platform } account was closed; from now on they cannot use Gengfu on any platform. To have them back, /invite them again.
bound =
    🏮 Bound to “{ $team }”; { $audience }. Overdue money is pushed at { $at } on working days.
bound_hears = Here I hear commands, mentions and replies to me; not your chat.
bound_hears_all = Here I also hear plain lines: logs are kept, chat is ignored.
bound_overdue = ⏰ Overdue right now: { $count }
button_join = I want to join
button_hear_all = Hear plain lines too
button_hear_less = Only commands and mentions
unbound = All right, nothing more is pushed here. /bind resumes.
not_bound = This group is not bound yet. A manager sends /bind first.
listen_how = Like this: /listen on (plain lines too) or /listen off
react_how = Like this: /react on (a 👌 when it is logged) or /react off (a line)
react_on = 👌 From now on I put a 👌 on what was logged here; the whole card goes to its writer in private.
react_off = All right: from now on I answer what was logged here with a line.
audience_unknown = There is no audience “{ $word }”. Choose /bind, /bind managers, /bind finance, /bind legal
admin_recovered_told = 🔑 { $name } became { $roles } by a code given out on the machine. If nobody agreed on that, ask whoever runs the machine at once.
welcome_admin_too = You are an admin now: /team shows who is here, /invite asks people in, /role gives roles. /help shows what else.
