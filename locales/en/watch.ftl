# What is said without being asked, and what is to be seen to today.
overdue_alert = ⏰ { $account } { $days ->
        [one] 1 day
       *[other] { $days } days
    } overdue: { $balance } · { $owner }
promise_due_alert = 🤝 { $account } { $kind ->
        [part] promised { $said } for { $on }, of { $balance } open
        [kept] kept its word: what was promised for { $on } has come, { $balance } is open
       *[all] promised { $balance } for { $on }
    } · { $owner }{ $days ->
        [0] { "" }
       *[other] { "" } ({ $days }d overdue)
    }
due_soon_alert = 🔔 { $account } falls due { $days ->
        [0] today: { $balance }
       *[other] soon: { $balance }, { $due }
    } · { $owner }
alert_contacted = Contacted
alert_promised = Promised a day
alert_received = Received
alert_disputed = Disputed
alert_contacted_by = ☎️ { $by } got in touch
alert_promise_stands = 🤝 { $promised }
alert_promise_broken = 💔 { $promised }
promise_stands = promised for { $on }
promise_broken = promised for { $on }, not paid
alert_settled = ✅ { $account } { $lost ->
        [none] settled { $amount }
       *[other] closed: { $amount }, of which { $lost } was written off
    }
alert_open = { $number } { $account }
alert_settled_already = This one is settled already
alert_not_yours = This is { $owner }’s customer; please leave it to { $owner }
digest_head = { $rule } ({ $count }){ $sums ->
        [none] { "" }
       *[other] : { $sums }
    }
digest_task_due = ➡️ To do
digest_promise_due = 🤝 Promised for today
digest_overdue = ⏰ Overdue
digest_due_soon = 🔔 Due soon
digest_more = … and { $count } more: write me /owes for the money, /today for your own
digest_empty = ✅ All seen to
digest_row_task_due = { $number }. { $task } · { $days ->
        [0] { $when }
       *[other] { $days }d late
    }{ $owner ->
        [none] { "" }
       *[other] { " · " }{ $owner }
    }
digest_row_promise_due = { $number }. { $account } { $kind ->
        [part] promised { $said } for { $on }, of { $balance } open
        [kept] kept its word: what was promised for { $on } has come, { $balance } is open
       *[all] promised { $balance } for { $on }
    } · { $owner }
digest_row_overdue = { $number }. { $account } { $days }d overdue: { $balance } · { $owner }{ $promised ->
        [none] { "" }
       *[other] { "" } ({ $promised })
    }
digest_row_due_soon = { $number }. { $account } due { $due }: { $balance } · { $owner }
digest_row_settled = { $number }. ✅ { $account } { $lost ->
        [none] settled
       *[other] closed, { $lost } written off
    }
ask_promise_day = { $account } owes { $balance }. Which day did they promise? Pick one, or reply with a day (“next Wed”).
ask_received = How much did { $account } pay? { $balance } is open. Pick, or reply with the amount.
button_received_all = All { $balance }
ask_dispute_why = What is disputed about { $balance } of { $account }? Reply with the reason (“wrong quantity”); then it is not chased for now.
button_no_reason = No reason
promise_in_the_past = { $on } is past. Reply with a day from today on.
break_head = 🏮 Before the holiday: { $days } days off, { $first } to { $last }; { $count ->
        [one] one item
       *[other] { $count } items
    } to collect before, { $sums } in all
today_head = 📌 To see to on { $on }{ $name ->
        [none] { "" }
       *[other] { " · " }{ $name }
    }
button_today = Show all
today_nothing = 🌙 Nothing to see to today{ $name ->
        [none] { "" }
       *[other] { " for " }{ $name }
    }
today_task = ➡️ { $number }. { $task } · { $when }{ $days ->
        [0] { "" }
       *[other] , { $days }d late
    }
today_overdue = ⏰ { $account } { $days }d overdue: { $balance } · { $owner }{ $promised ->
        [none] { "" }
       *[other] { "" } ({ $promised })
    }
today_due = 🔔 { $account } due { $due }: { $balance } · { $owner }

# What the bot says of itself, to managers, in private.
unwell_tick = 🩺 My clock stands still: nothing falls due for me at the moment. Please have me restarted; nothing is lost.
unwell_writer = 🩺 I can’t write to the books at the moment (disk full, locked or damaged). Messages wait and are taken up later; `gengfu doctor` says what to do.
unwell_inbox = 🩺 Messages have been waiting for minutes without an answer. They are kept. Whoever runs me: `gengfu doctor`, or restart me.
unwell_outbox = 🩺 Cards have been waiting for minutes to go out. They are kept and will come. Whoever runs me: `gengfu doctor --online` says whether the platform answers.
unwell_sweep = 🩺 This morning’s reminders are late: I could not finish looking through what is due. I keep trying; `gengfu doctor` and the log say why. /today shows what is due.
unwell_name_tick = the clock
unwell_name_writer = the books
unwell_name_inbox = incoming messages
unwell_name_outbox = outgoing cards
unwell_name_sweep = the morning’s reminders
backup_late = 🗄 There has been no good backup of the books for { $hours } hours{ $last ->
        [none] { "" }
       *[other] ; the last one is of { $last }
    }.
backup_late_do = I try again every hour. Whoever runs me: `gengfu backup` makes one now and says what is wrong, `gengfu doctor` looks at the rest.
ship_late = 🗄 For { $minutes } minutes nothing could be put in the second place of the books.
ship_unproven = 🗄 What was put in the second place of the books did not come back whole when I tried it. A new full copy is there now, and I go on from it.
ship_late_do = I keep trying, and all of it goes there then. Whoever runs me: `gengfu doctor` says how far it is; look at the folder of GENGFU_SHIP and its disk.
morning_kept = 🔏 { $backup ->
        [none] { "" }
       *[other] Backed up and restored for a try: all there ({ $backup }) ·{ " " }
    }the audit ends at { $head }
well_again = ✅ All is well again: { $what }.
