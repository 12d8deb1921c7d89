# Next steps: the card, the list, what is done with one, and what was left over in the evening.
task_named = { $account ->
        [none] { $what }
       *[other] { $account }: { $what }
    }
task_when = { $on }{ $until ->
        [none] { "" }
       *[other] { " – " }{ $until }
    } { $at }
next_step = ➡️ Next step: { $when } { $what }
next_step_ask = ➡️ When do you follow up{ $account ->
        [none] ?
       *[other] { " " }with { $account }?
    }
button_step_tomorrow = Tomorrow
button_step_next_week = Next week
button_step_none = No need
toast_step = OK, I’ll remind you on { $on }
toast_no_step = OK, no next step

task_saved = ✅ { $account }: to-do noted
task_brief = ✅ Logged: to-do for { $account } · { $by }
task_noted = ✅ To-do updated
task_chase = chase { $balance ->
        [none] payment
       *[other] { $balance }
    } (due { $due })
task_reopened = ↩️ It was ticked off, but no payment, promise or contact shows in the books, so it is open again
task_settled = ✅ { $task }: no need to chase
task_paused = ⏸ { $task } is on hold: { $why }
task_done_unfounded = ☑️ { $task }: ticked off. If no payment, promise or contact shows by the next working day, it opens again
task_follow_up = follow up{ $contact ->
        [none] { "" }
       *[other] { " with " }{ $contact }
    }
task_new = ✅ To-do noted{ $name ->
        [none] { "" }
       *[other] { " " }and given to { $name }
    }
    ➡️ { $when } { $task }
task_card = 📌 { $task }
    { $when } · { $owner }{ $days ->
        [0] { "" }
       *[other] , { $days }d late
    }
task_done = ✅ Done – { $task }
task_moved = ➡️ { $task } – { $to ->
        [none] moved to { $when }
       *[other] given to { $to }
    }
task_taken_back = ↩️ Taken back – { $task }
task_put_off = ➡️ Moved to { $on }{ $off ->
        [yes] { "" } (a day off: I’ll remind you on the working day before)
       *[no] { "" }
    } – { $task }
task_handed = 🤝 Given to { $name }, who has been told – { $task } · { $when }
task_handed_unreached = 🤝 Given to { $name } – { $task } · { $when }
    { $name } has no private chat with me yet, so please tell them yourself.
task_given = 🤝 { $by } gave you this to do:
task_given_to = 🤝 Given to { $name }
task_whose = 👤 { $owner }’s to-do
task_due_alert = 📌 { $task } · { $days ->
        [0] { $when }
       *[other] { $days }d late ({ $when })
    }
task_already_done = Done long ago
task_day_past = { $on } is past. Give me a day from today on.
task_that_day = It is on { $on } already.
task_hand_self = That is { $name }’s already.
task_hand_leaver = { $name } has left the team and cannot take this. /team shows who is here.
task_hand_hidden = { $name } may not see this key customer and cannot take this. Ask a manager to give { $name } the customer first.
task_hand_nobody = There is nobody else to give it to. Invite someone with /invite.
task_not_yours = This is { $owner }’s to-do; only { $owner } and managers may change it.
task_none_at = You have no open to-do for { $account }. All of them: /tasks
task_of_what = Remind you of what? Say it like: remind me to file expenses on Friday.
tasks_not_yours = 🔒 Only managers see other people’s to-dos. Yours: /tasks
ask_task_day = ➡️ { $task } – to which day? Reply with a day (“next Wed”).
ask_task_hand = 🤝 { $task } – who takes it? Pick one, or reply with a name.
ask_task_when = Remind when: { $what }? Reply with a day (“Friday”).
ask_which_task = Which one?
tasks_head = 📌 { $name ->
        [none] Your
       *[other] { $name }’s
    } to-dos ({ $count })
tasks_none = 🌙 No to-dos. Say “remind me to send Globex the contract Friday” and it is noted.
tasks_none_of = 🌙 { $name } has no to-dos.
tasks_day = { $on ->
        [none] ⏰ Late
       *[other] { $is_today ->
            [yes] Today, { $on }
           *[no] { $on }
        }
    }
tasks_row = { $number }. { $task } { $at }{ $days ->
        [0] { $until ->
            [none] { "" }
           *[other] { "" } (until { $until })
        }
       *[other] { "" } · { $on }, { $days }d late
    }
alert_task_done = Done
alert_task_tomorrow = Tomorrow
alert_task_next_week = Next week
button_task_later = Another day
button_task_hand = Give to…
alert_task_more = More
alert_tick = ✓ { $number } { $account }
button_task_open = { $number } Move / give

evening_head = 🌆 Not on the books yet ({ $count }):
evening_done = ✅ All seen to
evening_row = { $number }. { $what }
evening_row_done = { $number }. ✓ { $what }
evening_said = “{ $text }”
evening_unread = “{ $text }” – not understood
evening_pasted = { $count } pasted lines
evening_promise = { $account } promised to pay, no day yet
evening_form = an unfinished form: { $form } { $name }
evening_go = { $number } Finish
evening_drop = { $number } Drop
evening_say_again = ✏️ I did not understand “{ $text }”. Please say it in other words, like “Globex paid 5k”.
ask_promise_by = Which day did { $account } promise? Reply with a day (“next Wed”).
