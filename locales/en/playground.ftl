# The demo page's own words. Blanks such as {"{name}"} are filled in by the page.

playground_title = Gengfu · demo
playground_bot = Gengfu
playground_tagline = Log it in a line; it rings when it is due
playground_you_are = You are
playground_people = Who you are now
playground_news = has new messages
playground_switch_language = 中文

playground_role_rep = sales
playground_role_manager = manager
playground_role_finance = finance
playground_role_legal = legal
playground_role_admin = admin

playground_clock = Demo clock
playground_morning = Next morning
playground_morning_hint = Move the demo clock to 9 in the morning of the next working day
playground_morning_came = Good morning: {"{day}"}
playground_morning_quiet = A quiet morning: nothing is due
playground_night = The watchman walks his round…

playground_chats = Chats
playground_private = Between you and Gengfu
playground_members = {"{count}"} colleagues and Gengfu
playground_unread = {"{count}"} unread
playground_nothing_yet = No messages yet
playground_back = Back to the chats
playground_newest = New messages
playground_conversation = Messages in {"{chat}"}

playground_welcome_private = I am Gengfu, the night watchman
playground_welcome_private_text =
    Whom you met, what was paid, what comes next: one line is enough.
    Tap an example.
playground_welcome_group = This is the team’s group
playground_welcome_group_text =
    To log something, mention @Gengfu or reply to it.
    Press “Next morning” and see what arrives here.

playground_type_private = Log something, or ask…
playground_type_group = @Gengfu to log…
playground_type_label = Message to send
playground_mention = Mention Gengfu
playground_mention_text = @Gengfu
playground_send = Send
playground_send_hint = Enter sends, Shift + Enter starts a new line
playground_ideas = Try one of these
playground_words = Usual words
playground_commands = Commands

playground_reply = Reply
playground_edit = Edit
playground_cancel = Cancel
playground_replying = Replying to {"{name}"}
playground_editing = Editing your message
playground_edited = edited
playground_removed_quote = The message is not here any more
playground_download = Download {"{name}"}
playground_attach = Send a file, up to {"{size}"}
playground_attached = Files to send
playground_detach = Do not send {"{name}"}
playground_drop = Drop it to put it beside your text
playground_sending = Sending {"{name}"}…
playground_too_large = {"{name}"} is {"{size}"}; a chat takes up to {"{most}"}. Split it, or use gengfu import on the server

playground_offline = Connection lost, trying again…
playground_failed = That was not sent, please try again

playground_ideas_rep =
    Visited Northgate today, met Ms Lee, phase two budget 80k, proposal next Wednesday
    Northgate paid 5,000
    How much does Northgate owe?
    /overdue
    /account Northgate
    Northgate owes 20,000, due on the 15th of next month
    /help
playground_ideas_manager =
    /overdue
    How much does Northgate owe?
    /account Northgate
    /mine
    /help
playground_ideas_finance =
    Northgate paid 5,000
    /overdue
    Northgate owes 20,000, due on the 15th of next month
    How much does Northgate owe?
    /help
playground_ideas_group =
    @Gengfu Northgate paid 5,000
    @Gengfu visited Northgate today, proposal next Wednesday
    /overdue
    Lunch together?
