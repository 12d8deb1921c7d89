# What every topic says: buttons, hints, refusals that belong to no topic.
button_undo = Undo
button_edit = Edit
button_restore = Restore
button_save = Save it
button_drop = Don’t save
button_name = { $name }
button_day = { $on }
button_value = { $value }
button_more = { $count } more
button_save_all = Save all
button_create_and_save = Create “{ $name }” and save
open_private = Open private chat
sent_privately = 📩 Sent to you privately
private_not_open = { $name }, I can only say that in private. Open the chat below and ask me again.
private_needed = Open the private chat with me first, then press again.
possible_repeat = (Possible repeat: the last send was never acknowledged)
slowed = 🐢 That is faster than I can listen: I take one after the other, and lose none.
undelivered = 📮 { $count ->
        [one] One message was
       *[other] { $count } messages were
    } not delivered:
undelivered_row = · { $name }: { $count }, the oldest of { $since }. { $why }
undelivered_blocked = They blocked me, or I am no longer in that group
undelivered_rights = I may not write there
undelivered_other = The platform refused ({ $reason })
button_send_again = Send again
toast_nothing_waits = Nothing is left to send
button_let_go = Let go
sent_again = 📮 { $count ->
        [one] One message waits
       *[other] { $count } messages wait
    } again, in the old order. If it fails again, I tell you.
sent_no_more = 📮 { $count ->
        [one] One message is
       *[other] { $count } messages are
    } let go.
watch_well = 🏮 All is well: what I had to say has arrived.
watch_swept = Last round: { $on }
watch_doubtful = ❔ { $count ->
        [one] One message may or may not have arrived
       *[other] { $count } messages may or may not have arrived
    } (the line broke); each was sent once more, marked as a possible repeat.
incident = 😓 I stumbled over this one; it is noted as { $number }. Please say it another way, or give the number to your admin.

key_log = Log
key_today = Today
key_overdue = Who owes
key_help = Help
key_spot = 📍 Send where I am

toast_done = Done
toast_here = See below
toast_asked = Answer below
toast_noted = Noted
toast_contacted = Noted: you got in touch
toast_already_noted = Already noted
toast_restored = Restored
toast_undone = Undone
toast_edit_how = Say what is right

not_allowed = 🔒 Your role may not do that. Ask a manager or the admin if you need it.
not_allowed_deal = 🔒 I read that as a deal: { $account }, { $amount }, and your role may not log deals. If it is a payment, say “received { $amount } from { $account }”.
no_access = 🔒 Your access has ended. Ask the admin if that is wrong.
group_only = Use this in a group: add me there and send it again.
private_only = Please tell me this in private.
record_gone = That record is no longer there.
hint = Nothing to record there. Just say it: “visited Globex today, proposal next Wed”; ask “how much does Globex owe”; or send /help.
text_too_long = That is too long for me to read in one go, so nothing was recorded. Please send it in shorter messages.
hint_kept = I did not get that one. I keep it and ask you again this evening; or say it another way, like “received 50k from Globex”.
talk_hello = Hello { $name }! Send “today” for what is due, or just tell me what happened.
talk_thanks = You’re welcome.
talk_there = I’m here. Just say it.
talk_small = 👌
talk_bye = Goodbye. I keep watch.
hint_empty = That was empty. Say what happened, for example “received 50k from Globex”.

command_unknown = There is no /{ $typed }. Send /help to see what I do.
command_unknown_near = There is no /{ $typed }. Did you mean /{ $near }?
stranger = 👋 I am Gengfu, the night watchman for sales teams. You are not in the team yet: ask the admin for a join code, then send /join CODE.
button_stranger = You are not in the team: press “I want to join” in the group
button_unknown = This button no longer works
button_expired = This button has expired; please look it up again
button_not_yours = This one is not for you
draft_taken = Already handled

media_voice = 🎤 I can’t listen to voice yet. Type one line, like “Globex paid 50k”.
media_photo = 🖼 I can’t read pictures yet, but I keep them: reply to a card with one, or send it right after you logged something. To record something, type one line.
media_document =
    📎 I don’t know where to put this file.
    A contract: reply to its card with the file, or say whose it is: “Globex contract”.
    A slip or a photo: reply to the card it belongs to, or send it right after you logged that.
    Customers, contacts, receivables, contracts in a table: send Excel (.xlsx) or CSV, and I show you a preview first.
media_sticker = 😊 Nice one. To record something, type one line.
media_contact = 👤 I can’t see what is on that card. Send it in our private chat, or say it: /contact Globex Ms Lee 555 0100
media_location = 📍 I can’t see the place. Send /here in our private chat and press the key there.
media_other = I can’t read this kind of message yet. Please use words.

help_head = 🏮 I am Gengfu. One line records it; when it is due, I call.
help_examples =
    Just say it:
    · visited Globex today, phase 2 budget 80k, proposal next Wed
    · Globex owes 20k due Jan 15
    · signed the contract with Globex 80k, one-year term, 3-4-3
    · received 50k from Globex
    · Mr Lee promised to pay by next Friday
    · how much does Globex owe
    Reply to my card with “correction: 150k” to correct it; /undo takes back the last one.
help_topic = { $topic }: { $commands }
help_command = /{ $command }{ $alias ->
        [none] {""}
       *[other] {" "}{ $alias }
    }
help_commands = { $one } · { $more }
help_page = 📖 { $topic }: what you can use
help_unknown = There is no command “{ $typed }”. Pick a topic:
help_more = There is more: send me /help in private.
topic_log = Log
topic_look = Today
topic_customers = Customers
topic_money = Money
topic_contracts = Contracts
topic_team = Team
help_row = /{ $command }{ $alias ->
        [none] { "" }
       *[other] { "" } ({ $alias })
    } { $what }
help_foot = Open the books in one paste: send many lines like “new customer Globex” and “Globex owes 20k due Jan 15”, save all with one press.
help_today = what to see to today: to-dos, money due or overdue; managers: /today Tom
help_tasks = my to-dos by day; managers: /tasks Tom
help_terms = payment terms and early reminders: /terms NAME eom 60, /terms NAME remind 10/5/1
help_aging = what is open by age: /aging, /aging NAME, /aging by rep, /aging end of August
help_statement = a customer's statement: /statement NAME, /statement NAME August, /statement NAME Chinese
help_cash = what comes in week by week: /cash, /cash 12 weeks
help_overdue = who is overdue, how much, how long, whose customer
help_account = a customer: /account Globex
help_mine = my customers and what they owe
help_owes = what one customer owes: /owes Globex
help_log = how to log something quickly
help_undo = take back my last record
help_new = new customer: /new Globex
help_rename = rename a customer: /rename Globex Globex Group
help_alias = other names of a customer: /alias Globex = GX
help_who = who may see a customer, and by what
help_tier = sort a customer: /tier Globex key
help_region = a customer’s region: /region Globex East
help_coowner = co-owners: /coowner Globex +Amy
help_contact = contacts: /contact Globex, or add one: /contact Globex Bob Lee +1 555 010 0199 buyer
help_merge = merge duplicate customers: /merge Globex Inc Globex
help_archive = put away a customer: /archive Globex
help_unarchive = bring an archived customer back: /unarchive Globex
help_load = what one person has on their plate: /load Tom
help_week = what the team did this week: /week, or /week last
help_watch = whether what I said arrived; send again what did not
help_lang = language: /lang en or /lang zh
help_team = who is in the team, which groups are bound
help_invite = a join code: /invite Tom rep
help_remove = let somebody go: /remove Tom
help_role = change roles: /role Tom rep,finance
help_bind = push reminders to this group
help_unbind = stop pushing to this group
help_listen = whether plain lines here are logged: /listen on or off
help_react = in this group, a 👌 or a line for what was logged: /react on or off
help_here = send where you are, as proof of a visit
help_link = tie your account on another platform to yourself
help_switch = switch between your teams
help_help = this text
help_start = say hello
help_join = join a team with a code

log_how =
    ✏️ Just type a line, for example:
    · visited { $account } today, proposal next Wed
    · received 50k from { $account }
    · { $account } owes 20k due next month 15th
    · { $account } moved to proposal
quoted_from = 💬 Said by { $name }:
stranger_tied = I am Gengfu and keep the books of the sales team here. Send join and I ask a manager to let you in; with a code, send join and the code.

# Said straight to whoever wrote while the books cannot be written.
books_closed = ⚠️ { $why ->
        [disk_full] The disk is full
        [read_only] The books may not be written
        [locked] Another program holds the books
        [corrupt] The books’ file is damaged
        [unreachable] The database does not answer
       *[other] Something is wrong with the books
    }, so I can’t take this down just now. No need to send it again: I will as soon as I can. { $why ->
        [corrupt] An admin should stop me and bring the newest backup back with gengfu restore.
       *[other] Please tell an admin to look at gengfu doctor.
    }
