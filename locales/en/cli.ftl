# The command line: help, wrong settings, troubles and what to do, the doctor.

cli_about =
    Gengfu keeps a sales team's books from what it says in chat, and speaks up when something is due.
    Try it without any token: gengfu demo
cli_usage = Usage:
cli_options = Options
cli_commands = Commands
cli_help = Show this page.
cli_version = Show the version.
cli_as_json = Print data for programs (JSON).
cli_settings = The settings cannot be used as they are:
cli_no_such_command = There is no command "{ $name }". gengfu --help lists them.
cli_no_such_command_near = There is no command "{ $name }". Did you mean "{ $near }"?
cli_no_such_option = There is no option { $name }.
cli_no_such_option_near = There is no option { $name }. Did you mean { $near }?
cli_missing = { $name } is missing.
cli_bad_value = The value of { $name } cannot be used: { $why }
cli_misused = That is not how it is called: { $why }
cli_see_help = Help: { $command } --help
cli_file_trouble = The file { $file } cannot be used: { $why }. See that it is there and that you may read and write it.
cli_unexpected = Something went wrong that should not ({ $what }). Nothing half done was kept. Details are in the log line above; please report them, and run gengfu doctor.

# -- commands: the first line is the short one

command_run = Serve every configured channel until stopped.
command_demo =
    Try it: a playground page with a sample team, no token needed.
    Everything is on a throw-away database and gone afterwards.
    .port = The page's port; 0 takes a free one.
    .open = Open the page in the browser.
command_chat =
    Talk to the bot in this terminal, a message a line.
    Answers come on standard output. {"[text]"} presses a button, "> text" replies to the last card, "~ text" edits your last message, "/file PATH text" sends a file.
    .as = Who is speaking.
    .group = Speak in the group instead of the private chat.
    .sample = Load the sample team first.
command_read =
    Read messages: JSON Lines in, the facts they state out.
    No database is used.
    .team = Customers, members, rivals and stages: a JSON file in the shape of customers.json.
    .explain = Show for each value the characters it came from and the rule that made it.
command_watch =
    Do one sweep and one round of delivery, now or as of a moment.
    .at = As of this moment, for example 2026-03-02T09:00.
    .dry_run = Only show what would be said.
    .urgent = Whatever the hour and the day.
command_export =
    Write everything in the books to a folder, as JSON Lines.
    One file a kind, all teams, one consistent picture. What is sealed in the books is in clear there.
    .to = The folder; made if it is not there, for its owner only.
    .xlsx = Also as a workbook.
command_backup =
    Back up the books and the keys, a file each, while Gengfu runs.
    Encrypted with GENGFU_BACKUP_KEY. Keep the two apart; of the keyring only the newest two copies stay.
    .to = The folder; GENGFU_BACKUP_DIR by default.
    .plain = Not encrypted; readable by their owner only.
command_restore =
    Bring a backup back to a new place; it counts once it is proven. FILE may be a folder: its newest one.
    What was shipped after it into the same folder (GENGFU_SHIP) is put in, up to the last piece that holds.
    The file, the rows and the audit are checked. Never over books that are there, unless you say --force.
    .to = Where to: sqlite:///FILE or postgresql://USER:PASSWORD@HOST/NAME.
    .until = Shipped pieces only up to this moment, such as 2026-03-02T14:30.
    .keys = The copy of the keyring; the one beside the file by default.
    .keyring = Where the keyring goes; beside the books by default on SQLite.
    .force = What is there makes room: SQLite files are renamed and kept, PostgreSQL's tables are replaced.
command_move =
    Move all books to another database, between SQLite and PostgreSQL.
    Stop Gengfu first. Ids stay, sealed values still open; the new place must be empty, the old one stays as it is.
    .to = The new place: sqlite:///FILE or postgresql://USER:PASSWORD@HOST/NAME.
    .keyring = The keyring's new place; by default PostgreSQL goes on with the present one, SQLite has it beside the books.
command_doctor =
    Check settings, database, keys and queues, and say what to do.
    It changes nothing. Exit code 1 when something is broken.
    .online = Also ask the platforms whether they know our tokens.
command_migrate = Bring the database to this release's schema.
command_keys = Look after the keys.
command_keys_rotate =
    New keys for every team, and every sealed value put under them, while Gengfu runs.
    Cut short, gengfu keys rotate --resume goes on. The former keys stay in the keyring, so that old backups open.
    .resume = Go on where one was cut short: no newer keys, only what still lies under former ones.
command_audit_check =
    Check an evidence pack (/evidence): line by line, then against these books.
    .alone = Only the file by itself: for who has no books.
proof_holds = { $customer }: all { $count } entries are as they were written, and as the books have them.
proof_holds_alone = { $customer }: all { $count } entries follow each other as they were written. Against the books: without --alone.
proof_broken = The pack does not hold: { $problem }.
proof_differs = The pack is whole, but { $problem }.
proof_foreign = These books have no team { $team } it was made for. Check it on theirs, or say --alone.
command_keys_restore =
    Bring the keys alone back from a backup's .keyring file, to the books that are there.
    The books are opened with them and every team's audit is checked before it says so.
    .force = Other keys that are there make room: their file is renamed and kept.
keys_restored = The keys are back, and they open these books.
keys_rotated = New keys: { $teams ->
    [one] one team
   *[other] { $teams } teams
}, all { $count } sealed values are under them.
keys_left = { $count } sealed values are still under a former key. Run gengfu keys rotate --resume.
command_audit = Look after the audit log.
command_audit_verify =
    Check that every row of the audit is as it was written.
    Names the first row that was changed, cut out or moved. Exit code 1 then.
    The ends kept day by day outside the books (GENGFU_AUDIT_FILE) are checked too.
    .heads = An end as it was posted in the morning, such as 1234:9f86d081884c7d65; may be given several times.
    .team = Of which team those are; not needed where there is only one.
command_audit_show =
    Print all that became of one record, in order.
    Its id stands in the column id of gengfu export.
    .at = Print instead what it was at that moment.
command_team = Look after teams.
command_team_add =
    Make a team and print the code that lets its first admin in.
    The code is kept as a hash only: write it down.
    .currency = Its currency; else GENGFU_CURRENCY.
    .timezone = Its time zone; else GENGFU_TIMEZONE.
    .language = Its language; else GENGFU_LOCALE.
command_admin = Help out a team without an admin.
command_admin_recover =
    Print a fresh code that makes its sender an admin, once, within a day.
    It stands in the team's audit.
    .team = Which team, by name or id; not needed where there is only one.

# -- settings

setting_unknown = { $variable }: there is no such setting. See docs/settings.md for all of them.
setting_unknown_near = { $variable }: there is no such setting. Did you mean { $near }?
setting_number = { $variable }: give a whole number.
setting_port = { $variable }: give a port between 0 and 65535, for example 8080.
setting_log_level = { $variable }: give DEBUG, INFO, WARNING or ERROR.
setting_log_format = { $variable }: give auto, json or text.
setting_too_long = { $variable }: that is too long.
setting_wrong = { $variable }: this value cannot be used. See docs/settings.md.
setting_timezone = { $variable }: there is no such time zone. Give one like Asia/Shanghai or Europe/London.
setting_currency = { $variable }: there is no such currency. Give a code like CNY, USD or EUR.
setting_locale = { $variable }: this language is not spoken here. Give zh-CN or en.
setting_database = { $variable }: give sqlite:///FILE or postgresql://USER:PASSWORD@HOST/NAME.
setting_address = { $variable }: give an address that begins with http:// or https://.
setting_proxy = { $variable }: give a proxy like http://HOST:PORT or socks5://HOST:PORT.
setting_slack_base_url = { $variable }: give an address that ends in /api/.
setting_host = { $variable }: give an address of this machine, for example 127.0.0.1 or 0.0.0.0.
setting_clock = { $variable }: give a moment and, if you like, a speed: 2026-03-02T09:00+08:00@60.
setting_ship_key = { $variable }: what is shipped is encrypted, so GENGFU_BACKUP_KEY must be set too.
setting_backup_at = { $variable }: give an hour like 03:30, in GENGFU_TIMEZONE.
setting_backup_keep = { $variable }: give three numbers, how many days, weeks and months to keep: 7,4,12.
setting_telegram_token = { $variable }: this is no bot token. BotFather gives one like 123456789:AAE… (the digits, the colon and all that follows).
setting_pace = { $variable }: take three numbers, such as 30/1/20: messages a second in all, a second in one chat, a minute in one group.
setting_webhook_secret = { $variable }: take 1 to 256 of A-Z, a-z, 0-9, _ and -.
setting_slack_bot_token = { $variable }: this is no bot token. Slack gives one that begins with xoxb-, under OAuth & Permissions.
setting_slack_app_token = { $variable }: this is no app-level token. Slack gives one that begins with xapp-, under Basic Information.
setting_file_open = { $variable }: everybody on this machine may read { $path }. Close it with: chmod 600 { $path }
setting_file_unreadable = { $variable }: the file { $path } cannot be read. See that it is there and yours.
setting_not_toml = { $variable }: the file is not valid TOML: { $place }.
setting_webhook_secret_missing = { $variable }: a webhook needs a secret, so that only Telegram can talk to us. Set it to a long random word.
setting_slack_way_in = { $variable }: Slack needs a way in. Set this for Socket Mode, or GENGFU_SLACK_SIGNING_SECRET for HTTP.
setting_slack_client = { $variable }: with GENGFU_SLACK_CLIENT_ID this must be set too.
setting_keyring_missing = { $variable }: with PostgreSQL the keys need a place of their own. Set it, for example to sqlite:////var/lib/gengfu/gengfu.keyring.
setting_clock_is_real = { $variable }: a set clock would send messages of another day to real people. Unset it, or let every channel point to this machine.

# -- troubles with the books; the codes are explained in docs/troubleshooting.md

trouble_no_database = There is no database at { $detail }. Check GENGFU_DATABASE_URL; gengfu run or gengfu migrate makes a new one.
trouble_no_driver = The part for PostgreSQL is not installed ({ $detail }). Run: python3 dev.py env postgres, or pip install "gengfu{"["}postgres{"]"}".
trouble_database_url = The database address cannot be used: { $detail }. Set GENGFU_DATABASE_URL to sqlite:///FILE or postgresql://USER:PASSWORD@HOST/NAME.
trouble_cannot_open = The database cannot be opened: { $detail }. Check its path, name and password, and that the folder is yours.
trouble_unreachable = The database server does not answer. Start it, or check GENGFU_DATABASE_URL; what was confirmed is safe.
trouble_disk_full = No room is left on the disk. Make some; nothing that was confirmed is lost, and what waited is taken up by itself.
trouble_disk = The disk reports errors ({ $detail }). Copy the database away and restore it on a good disk.
trouble_read_only = The database can be read but not written. Check the rights of the file and its folder, and that the disk is not mounted read-only.
trouble_locked = Another program holds the database. Close it (a database browser, a copy) and try again.
trouble_corrupt = The database file is damaged ({ $detail }). Stop the bot, keep the file, and restore the newest backup: gengfu restore FILE --to URL --force
trouble_newer_database = This database was written by a newer release ({ $detail }). Install that release; an older one could lose what it does not know.
trouble_closed = The database was closed while it was in use. Try again.
trouble_keyring_missing = With PostgreSQL the keys need a place of their own. Set GENGFU_KEYRING, for example to sqlite:////var/lib/gengfu/gengfu.keyring.
trouble_keyring_wrong = This keyring does not belong to these books. Put the one back that was beside them, or set GENGFU_KEYRING to it; from a backup: gengfu keys restore FILE --force
trouble_key_missing = A key these books were sealed with is not in the keyring. Put the keyring back that belongs to them, or the newest backup’s: gengfu keys restore FILE --force
trouble_secret_key_missing = The keyring is locked. Set GENGFU_SECRET_KEY to the key it was locked with.
trouble_secret_key_wrong = GENGFU_SECRET_KEY is not the one the keyring was locked with. Set the right one; without it the books cannot be read.
trouble_sealed_value = A sealed value in the books was changed or moved ({ $detail }). Run gengfu audit verify, and restore the newest backup that holds.
trouble_backup_format = This is no backup file we can use ({ $detail }). Give the .books file that gengfu backup wrote; one of a later release needs that release.
trouble_backup_key_missing = The backup is encrypted. Set GENGFU_BACKUP_KEY to the text it was made with.
trouble_backup_key_wrong = GENGFU_BACKUP_KEY is not the one of this backup, or the file's beginning is damaged. Set the text it was made with.
trouble_backup_damaged = The backup file is damaged or incomplete ({ $detail }). Nothing was restored. Copy it again, or take another backup.
trouble_backup_tools = PostgreSQL's backup tool cannot be used ({ $detail }). Install the client of the server's release or a later one (pg_dump, pg_restore) and put it on the PATH.
trouble_backup_other = This backup is of { $detail } and does not go into the other kind of database. Restore it to the same kind, then run gengfu move.
trouble_backup_differs = It does not agree with what was there ({ $detail }). Do not use the new place; take another backup, or try again.
trouble_backup_folder = The backup could not be written ({ $detail }). Make room where GENGFU_BACKUP_DIR is, or check the rights of that folder and that its disk is mounted.
trouble_backup_unproven = The backup was written, but could not be restored for a try ({ $detail }); it is kept as a file ending in .unproven. On PostgreSQL, the user of GENGFU_DATABASE_URL must be allowed to make a database: ALTER ROLE gengfu CREATEDB
trouble_proof_format = This is no evidence pack ({ $detail }). Give the zip that /evidence sent, or the proof.jsonl in it.
trouble_shipping_folder = The folder of GENGFU_SHIP cannot be written ({ $detail }). Check that its disk is mounted, its rights, and that it has room; what is missing goes there by itself then.
trouble_shipping_lost = Shipping to GENGFU_SHIP could not be gone on with ({ $detail }). A new full copy is made there by itself, and it goes on from that; nothing is to be done.
trouble_place_taken = Something is there already ({ $detail }). Choose a new place; if restore shall replace it, say --force.
trouble_other = The database reports something unexpected ({ $detail }). Run gengfu doctor.

# -- what the commands say

run_no_channel = No channel is configured. Set GENGFU_TELEGRAM_TOKEN to your bot's token (BotFather gives it), or try gengfu demo, which needs none.
watch_at = give a moment like 2026-03-02T09:00
watch_real_people = --at with another moment would tell real people something of another day. Add --dry-run.
watch_done = { $count ->
        [0] Nothing is due.
        [one] One thing is due.
       *[other] { $count } things are due.
    }{ $dry ->
        [yes] {" "}Nothing was sent.
       *[no] {""}
    }
export_done = { $count ->
        [one] One row
       *[other] { $count } rows
    } in { $folder }
export_in_clear = The contents are in clear: names, phones, notes, messages. Only you can read the folder; keep it so, and delete it when done.
export_unreadable = { $count ->
        [one] One row holds a sealed value that does not open
       *[other] { $count } rows hold sealed values that do not open
    } (marked "unreadable"). Run gengfu audit verify.
export_folder_taken = { $folder } holds other files. Name a new or empty folder, or one with an earlier export.
backup_where = Where to? Say --to DIR, or set GENGFU_BACKUP_DIR.
backup_without_key = GENGFU_BACKUP_KEY is not set, so the backup would not be encrypted. Set it to a long random text and keep that elsewhere; if you want it in clear, say --plain.
backup_key_short = GENGFU_BACKUP_KEY is short enough to guess. Use { $length } characters or more, for example what openssl rand -base64 32 prints.
backup_books = Books: { $file } ({ $kilobytes } KB)
backup_keyring = Keys: { $file } ({ $kilobytes } KB)
backup_done = { $count } rows backed up, encrypted. Put the two files in two different safe places; without GENGFU_BACKUP_KEY nobody opens them.
backup_done_plain = { $count } rows backed up, not encrypted: whoever has both files reads everything. Keep them apart.
restore_no_keys = There is no copy of the keyring (.keyring) in { $folder }. Say with --keys where it is; without it the books stay closed.
restore_no_books = There is no backup (.books) in { $folder }.
restore_followed = From the backup of { $base } on with { $count ->
        [one] one shipped piece
       *[other] { $count } shipped pieces
    }.
restore_stopped = Not further: { $problem }. What came later is not in these books. If that file can be had elsewhere, put it into the folder and restore again.
restore_done = Restored the books of { $made }: { $count } rows, all { $audited } rows of the audit as they were written.
restore_moved_aside = What was there is kept as { $file }
move_done = { $count } rows moved, all { $audited } rows of the audit as they were written. The old books are as they were; delete them when you are content.
settings_to_change =
    Now set:
    GENGFU_DATABASE_URL={ $place }
    GENGFU_KEYRING={ $keyring }
migrate_done = The database is at schema { $schema }.
audit_holds = Team { $team }: all { $count } rows of the audit are as they were written.
audit_broken = Team { $team }: the audit does not hold ({ $problem }). { $count } rows before that do. Keep the file, find out who had access, and compare with the newest backup.
audit_file_broken = The audit's ends that were kept outside the books do not hold: { $problem }. Somebody changed that file; find out who could, and compare with what was posted in the chat each morning (--head).
audit_restored = At { $at } the books were brought back by gengfu restore: what was newer than that backup ended there.
audit_head_shape = give it as it was posted in the morning, for example 1234:9f86d081884c7d65
audit_show_unknown = No record has the id { $record }. Ids stand in the column id of gengfu export.
audit_show_not_yet = Record { $record } was not made yet then. The audit has it since { $since }; give a moment after that.
team_default_name = My team
team_added = Team { $team } is made. Whoever first sends this to the bot becomes its admin, within 30 days: /start { $code }
team_exists = There is a team called { $name } already. Give the new one another name.
team_timezone = There is no time zone { $name }. Give one like Asia/Shanghai or Europe/London.
team_unknown = There is no such team. There are: { $names }
team_which = There are several. Say which with --team: { $names }
admin_recovered = Team { $team }: whoever first sends this to the bot becomes an admin, within a day: /start { $code }

# -- the doctor

doctor_healthy = All in order.
doctor_warned = Nothing is broken. See to the lines marked !.
doctor_ill = Something is broken: see the lines marked ✗.
doctor_settings = { $problem }
doctor_settings_ok = Settings are fine ({ $locale }, { $timezone }, { $currency }).
doctor_setup_code_short = GENGFU_SETUP_CODE is short enough to be guessed. Take { $length } signs or more, or unset it: one is made for you.
doctor_clock_is_set = The clock is set to { $at } (GENGFU_CLOCK). Unset it for real work.
doctor_disk_ok = The disk has { $megabytes } MB free.
doctor_disk_little = Only { $megabytes } MB are free where { $folder } is. Make room soon.
doctor_disk_full = Only { $megabytes } MB are free where { $folder } is. Make room now: soon nothing can be written.
doctor_no_channel = No channel is configured. Set GENGFU_TELEGRAM_TOKEN, or try gengfu demo.
doctor_channel = Channel { $name } is configured. Add --online to ask whether its token is good.
doctor_damage = The database file is damaged ({ $detail }). Stop the bot, keep the file, and restore the newest backup: gengfu restore FILE --to URL --force
doctor_schema = The database opens, its schema is up to date ({ $schema }).
doctor_schema_older = The database's schema is { $schema }, this release wants { $newest }. Make a backup, then run gengfu migrate; gengfu run does so too.
doctor_schema_newer = A newer release wrote this database (schema { $schema }). Install that release.
doctor_safe = What is confirmed survives a power cut.
doctor_unsafe = A power cut could lose what was confirmed ({ $settings }). On PostgreSQL set synchronous_commit, fsync and full_page_writes to on; a SQLite file belongs on a local disk.
doctor_clock_back = The newest row is of { $last }, the clock says { $now }. Set the machine's clock right (NTP).
doctor_file_open = Others on this machine may read { $file }. Close it with: chmod 600 { $file }
doctor_keyring = The keyring opens and belongs to these books.
doctor_keyring_gone = The keyring { $file } is not there. Do not start the bot: put it back from where it went, or the newest backup’s: gengfu keys restore FILE. Without it the books cannot be read.
doctor_audit = Team { $team }: all { $count } rows of the audit hold.
doctor_audit_broken = Team { $team }: the audit does not hold ({ $problem }); { $count } rows before that do. Keep the file and compare with the newest backup.
doctor_audit_file = The audit's ends kept outside the books do not hold: { $problem }. Run gengfu audit verify, and find out who could change that file.
doctor_backup = The last good backup is of { $last } ({ $kilobytes } KB in { $folder }, restored for a try).
doctor_backup_unset = No backups are made. Set GENGFU_BACKUP_DIR and GENGFU_BACKUP_KEY, and gengfu run makes one every night.
doctor_backup_never = No good backup was made yet{ $problem ->
        [none] {""}
       *[other] {" "}(the last try: { $problem }, { $detail })
    }. gengfu backup makes one now.
doctor_backup_late = The last good backup is { $hours } hours old ({ $last }){ $problem ->
        [none] {""}
       *[other] {"; "}the last try ended with { $problem }: { $detail }
    }. gengfu backup makes one now and says what is wrong.
doctor_ship = Shipped up to { $last } ({ $count } pieces of this run in { $folder }).
doctor_ship_postgres = GENGFU_SHIP is for SQLite and does nothing here. On PostgreSQL archive the write-ahead log: see docs/backup.md.
doctor_ship_never = Nothing was shipped to GENGFU_SHIP yet, or its first full copy is not there yet{ $problem ->
        [none] {""}
       *[other] {" "}({ $problem }, { $detail })
    }. gengfu run does it; look again in two minutes.
doctor_ship_late = Nothing was shipped for { $minutes } minutes, since { $last }{ $problem ->
        [none] {""}
       *[other] {"; "}the last try ended with { $problem }: { $detail }
    }. Is gengfu run running, and the disk of GENGFU_SHIP there? All that is missing goes there by itself then.
doctor_inbox = Inbox: { $count } messages handled, { $waiting } waiting, { $failed } given up.
doctor_inbox_late = { $count } messages wait, the oldest since { $oldest }. Is the bot running? Start it with gengfu run.
doctor_inbox_failed = Message { $row } ({ $channel }, { $at }) could not be handled, incident { $incident }. Look for the incident in the log and report it; ask the person to say it again.
doctor_outbox = Outbox: { $count } messages sent, { $waiting } waiting, { $dead } given up.
doctor_outbox_late = { $count } messages wait to be sent, the oldest since { $oldest }. Is the bot running, and does the platform answer? Try gengfu doctor --online.
doctor_outbox_unknown = { $count } messages may or may not have arrived: the connection broke while they were sent. Ask in the chat if in doubt.
doctor_outbox_dead = Message { $row } to { $channel } { $chat } could not be delivered after { $tries } tries. Is the bot still in that chat, and not blocked?
doctor_no_team = There is no team yet. gengfu run makes the first one and prints its code.
doctor_team_empty = Nobody has come into team { $team } yet. Send the bot /start and the code gengfu run printed; gengfu admin recover prints a new one.
doctor_sweep = Team { $team }: { $last ->
        [none] no sweep yet
       *[other] the last sweep was { $last }
    }.
doctor_sweep_late = Team { $team }: today's sweep has not been done{ $last ->
        [none] { "" }
       *[other] , the last was { $last }
    }. Is the bot running? gengfu watch does one now.
doctor_calendar = Team { $team }: holidays are known for the coming months.
doctor_calendar_ends = Team { $team }: from { $day } holidays are not announced yet; until an update brings them, Monday to Friday count as working days.
doctor_online = { $name } knows us as { $who }.
doctor_online_refused = { $name } does not accept us ({ $why }). Check the token and the way there (proxy, firewall).
doctor_online_socket = Slack lets us open a socket.
doctor_online_scopes = The Slack app lacks scopes: { $missing }. Compare it with deploy/slack-manifest.yaml and install it again.
doctor_online_webhook = Telegram has a webhook for this bot, but we poll. Remove it (deleteWebhook), or set GENGFU_TELEGRAM_WEBHOOK_URL.
doctor_online_webhook_unset = Telegram does not post to GENGFU_TELEGRAM_WEBHOOK_URL. `gengfu run` sets that; is it running?
doctor_online_webhook_fails = Telegram holds { $count ->
    [one] one update
   *[other] { $count } updates
  } it could not post to GENGFU_TELEGRAM_WEBHOOK_URL: { $why }. The address must lead to `gengfu run`, over HTTPS.
doctor_online_webhook_stands = Telegram posts to our webhook; { $count } { $count ->
    [one] update waits
   *[other] updates wait
  } there.
doctor_not_writable = We may not write { $file }. Give it to the user Gengfu runs as: chown, then chmod u+w; and see that its disk is not mounted read-only.
doctor_group_left = Team { $team }: the bot was taken out of { $chat }, and no other group gets its pushes. Take it in again and send /bind there.
doctor_online_group = The bot is in { $chat } and may speak there.
doctor_online_group_left = The bot is not in { $chat } any more ({ $why }). Take it in again and send /bind there.
doctor_online_group_mute = The bot is in { $chat } but may not speak. A group admin must allow it to send messages.
doctor_online_channel_left = The bot is not in the Slack channel { $chat } any more ({ $why }). Take it in again there with /invite, then send /gengfu bind.
doctor_online_channel_archived = The Slack channel { $chat } is archived: nothing can be posted there. Unarchive it, or send /gengfu bind in another channel.
doctor_online_channel_mute = In the Slack channel { $chat } somebody set who may post, and the bot may not be among them. Allow it in the channel's settings (posting permissions).
doctor_online_channel_unasked = Slack did not say whether the bot may post in { $chat } ({ $why }). Try again later; does the app have channels:read and groups:read?
doctor_online_clock = Our clock and the platform's are { $minutes } minutes apart. Set the machine's clock right (NTP: timedatectl set-ntp true).
read_line = Line { $line } cannot be read: each line is a JSON object with "text" and "now", such as {"{"}"id": "1", "text": "Globex paid 5k", "now": "2026-03-02T09:00"{"}"}.
read_team = The team file is not a JSON object with customers, members, competitors and stages, each customer with a name.
