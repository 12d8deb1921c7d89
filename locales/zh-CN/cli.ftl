# 命令行：帮助、设置错误、故障与出路、体检。

cli_about =
    更夫：销售团队在群里说一句就记账，到点自己提醒。
    不用令牌先试试：gengfu demo
cli_usage = 用法：
cli_options = 选项
cli_commands = 命令
cli_help = 显示本页。
cli_version = 显示版本。
cli_as_json = 输出给程序用的数据（JSON）。
cli_settings = 设置有误，无法启动：
cli_no_such_command = 没有“{ $name }”这个命令。gengfu --help 列出全部命令。
cli_no_such_command_near = 没有“{ $name }”这个命令。是不是“{ $near }”？
cli_no_such_option = 没有 { $name } 这个选项。
cli_no_such_option_near = 没有 { $name } 这个选项。是不是 { $near }？
cli_missing = 缺少 { $name }。
cli_bad_value = { $name } 的值不能用：{ $why }
cli_misused = 用法不对：{ $why }
cli_see_help = 看帮助：{ $command } --help
cli_file_trouble = 文件 { $file } 用不了：{ $why }。请确认它存在，而且你有读写权限。
cli_unexpected = 出了不该出的错（{ $what }）。没有留下半截数据。详情在上面那行日志里，请反馈给我们，并运行 gengfu doctor。

# -- 命令：第一行是简短说明

command_run = 启动所有已配置的渠道，直到停止。
command_demo =
    试一试：带示例团队的演示页，不需要令牌。
    全部数据在临时数据库里，退出即消失。
    .port = 网页端口；0 表示随便取一个空闲的。
    .open = 在浏览器里打开。
command_chat =
    在终端里和更夫对话，一行一条消息。
    回答在标准输出。{"[文字]"} 按按钮，“> 文字”回复上一张卡片，“~ 文字”修改你的上一条，“/file 路径 文字”发一个文件。
    .as = 谁在说话。
    .group = 在群里说，不是私聊。
    .sample = 先装入示例团队。
command_read =
    读消息：输入 JSON Lines，输出读到的事实。
    不用数据库。
    .team = 客户、成员、竞争对手和阶段的 JSON 文件，形状同 customers.json。
    .explain = 每个值附上它出自哪些字、由哪条规则得出。
command_watch =
    巡一次夜并发送一轮，现在或指定时刻。
    .at = 按这个时刻，例如 2026-03-02T09:00。
    .dry_run = 只看会说什么，不发送。
    .urgent = 不管几点、是不是工作日。
command_export =
    把账本全部导出到一个文件夹（JSON Lines）。
    每类一个文件，包含所有团队，是同一时刻的完整账目。账本里加密的内容，导出后是明文。
    .to = 文件夹；没有就新建，只有本人可读。
    .xlsx = 另存一份 Excel 工作簿。
command_backup =
    备份账本和密钥，各一个文件；更夫可以照常运行。
    用 GENGFU_BACKUP_KEY 加密。两个文件请分开保管；密钥环只留最新两份。
    .to = 存到哪个文件夹；默认用 GENGFU_BACKUP_DIR。
    .plain = 不加密；文件只有本人可读。
command_restore =
    把备份恢复到一个新的地方，逐项核对后才算数。文件也可以是文件夹：取其中最新的一份。
    同一文件夹里之后另存的改动（GENGFU_SHIP）会接上，直到最后一片完好的。
    核对文件、行数和审计。绝不覆盖已有的账本，除非写 --force。
    .to = 恢复到哪里：sqlite:///文件 或 postgresql://用户:密码@主机/库名。
    .until = 另存的改动只接到这个时刻，例如 2026-03-02T14:30。
    .keys = 密钥环的备份文件；默认用旁边的那个。
    .keyring = 密钥环恢复到哪里；SQLite 默认在账本旁边。
    .force = 那里已有的让位：SQLite 文件改名保留，PostgreSQL 的表被替换。
command_move =
    把整套账本搬到另一个数据库（SQLite 与 PostgreSQL 之间）。
    先停掉更夫。编号不变，加密内容照样打得开；新地方必须是空的，旧的原样留着。
    .to = 新地方：sqlite:///文件 或 postgresql://用户:密码@主机/库名。
    .keyring = 密钥环的新地方；默认 PostgreSQL 继续用现在的，SQLite 放在账本旁边。
command_doctor =
    体检：设置、数据库、密钥、队列，并说明怎么办。
    不改动任何东西。有损坏时退出码为 1。
    .online = 同时问一下平台认不认我们的令牌。
command_migrate = 把数据库升级到本版本的结构。
command_keys = 加密钥匙。
command_keys_rotate =
    换新钥匙，并把账本里所有加密内容换到新钥匙下，不用停机。
    中途断了再跑一次 gengfu keys rotate --resume 就接着来。旧钥匙留在钥匙串里，旧备份还打得开。
    .resume = 接着上次没做完的：不再换更新的钥匙，只把还在旧钥匙下的换过来。
command_audit_check =
    检查一份往来证据（/evidence）：先逐行查，再和这套账本对。
    .alone = 只查文件本身：手上没有账本的人用。
proof_holds = { $customer }：{ $count } 条都和写下时一样，也和账本一样。
proof_holds_alone = { $customer }：{ $count } 条环环相扣，和写下时一样。要和账本对：去掉 --alone。
proof_broken = 这份证据对不上：{ $problem }。
proof_differs = 文件是完整的，但 { $problem }。
proof_foreign = 这套账本里没有它那个团队 { $team }。请在那边的账本上查，或加 --alone。
command_keys_restore =
    只把钥匙从备份的 .keyring 文件放回来，账本不动。
    放回后会用它打开账本、查过每个团队的审计，才说成了。
    .force = 那里已有别的钥匙就让位：原文件改名留着。
keys_restored = 钥匙放回来了，能打开这份账本。
keys_rotated = 已换新钥匙：{ $teams } 个团队，{ $count } 处加密内容都在新钥匙下。
keys_left = 还有 { $count } 处在旧钥匙下。请再运行 gengfu keys rotate --resume。
command_audit = 审计日志。
command_audit_verify =
    检查审计日志的每一行是否保持原样。
    有改动、删除、挪动时指出第一处，退出码为 1。
    外存的每日尾号（GENGFU_AUDIT_FILE）会一并核对。
    .heads = 早上发在群里的尾号，例如 1234:9f86d081884c7d65；可写多次
    .team = 尾号是哪个团队的；只有一个团队时不用写
command_audit_show =
    打印一条记录的全部经过，按时间先后。
    编号在 gengfu export 的 id 一栏。
    .at = 不打印经过，只打印它在这一刻的样子
command_team = 团队。
command_team_add =
    新建团队，打印让第一位管理员进来的口令。
    口令只存散列值：请记下来。
    .currency = 币种；默认用 GENGFU_CURRENCY。
    .timezone = 时区；默认用 GENGFU_TIMEZONE。
    .language = 语言；默认用 GENGFU_LOCALE。
command_admin = 团队没有管理员时的补救。
command_admin_recover =
    打印一个新口令，一天之内第一个发送的人成为管理员。
    会记入该团队的审计。
    .team = 哪个团队，名称或编号；只有一个团队时不用写。

# -- 设置

setting_unknown = { $variable }：没有这个设置。全部设置见 docs/settings.md。
setting_unknown_near = { $variable }：没有这个设置。是不是 { $near }？
setting_number = { $variable }：请填整数。
setting_port = { $variable }：请填 0 到 65535 之间的端口，例如 8080。
setting_log_level = { $variable }：请填 DEBUG、INFO、WARNING 或 ERROR。
setting_log_format = { $variable }：请填 auto、json 或 text。
setting_too_long = { $variable }：太长了。
setting_wrong = { $variable }：这个值不能用。见 docs/settings.md。
setting_timezone = { $variable }：没有这个时区。请填 Asia/Shanghai、Europe/London 这样的名称。
setting_currency = { $variable }：没有这个币种。请填 CNY、USD、EUR 这样的代码。
setting_locale = { $variable }：不支持这种语言。请填 zh-CN 或 en。
setting_database = { $variable }：请填 sqlite:///文件 或 postgresql://用户:密码@主机/库名。
setting_address = { $variable }：请填以 http:// 或 https:// 开头的地址。
setting_proxy = { $variable }：请填代理地址，例如 http://主机:端口 或 socks5://主机:端口。
setting_slack_base_url = { $variable }：请填以 /api/ 结尾的地址。
setting_host = { $variable }：请填本机地址，例如 127.0.0.1 或 0.0.0.0。
setting_clock = { $variable }：请填时刻，可带倍速：2026-03-02T09:00+08:00@60。
setting_ship_key = { $variable }：另存的内容是加密的，所以还要设置 GENGFU_BACKUP_KEY。
setting_backup_at = { $variable }：请填钟点，例如 03:30，按 GENGFU_TIMEZONE 算。
setting_backup_keep = { $variable }：请填三个数，依次是保留多少天、多少周、多少个月：7,4,12。
setting_telegram_token = { $variable }：这不是机器人令牌。BotFather 给的形如 123456789:AAE…（数字、冒号和后面的全部）。
setting_pace = { $variable }：要写成三个数，比如 30/1/20：总共每秒几条、每个聊天每秒几条、每个群每分钟几条。
setting_webhook_secret = { $variable }：请用 1 到 256 个字符，只含 A-Z、a-z、0-9、_ 和 -。
setting_slack_bot_token = { $variable }：这不是机器人令牌。请在 Slack 的 OAuth & Permissions 里取以 xoxb- 开头的那个。
setting_slack_app_token = { $variable }：这不是应用级令牌。请在 Slack 的 Basic Information 里取以 xapp- 开头的那个。
setting_file_open = { $variable }：这台机器上谁都能读 { $path }。请收紧权限：chmod 600 { $path }
setting_file_unreadable = { $variable }：读不了文件 { $path }。请确认它存在，而且属于你。
setting_not_toml = { $variable }：文件不是有效的 TOML：{ $place }。
setting_webhook_secret_missing = { $variable }：用 webhook 必须设密钥，这样只有 Telegram 能和我们说话。请填一串长的随机字符。
setting_slack_way_in = { $variable }：Slack 需要一个入口。用 Socket Mode 就设这个；用 HTTP 就设 GENGFU_SLACK_SIGNING_SECRET。
setting_slack_client = { $variable }：设了 GENGFU_SLACK_CLIENT_ID，这个也要设。
setting_keyring_missing = { $variable }：用 PostgreSQL 时，密钥要单独存放。请设置，例如 sqlite:////var/lib/gengfu/gengfu.keyring。
setting_clock_is_real = { $variable }：拨动的时钟会把别的日子的消息发给真人。请去掉它，或者让所有渠道都指向本机。

# -- 账本的故障；代码的说明见 docs/troubleshooting.md

trouble_no_database = { $detail } 没有数据库。请检查 GENGFU_DATABASE_URL；gengfu run 或 gengfu migrate 会新建一个。
trouble_no_driver = 没有安装 PostgreSQL 部分（{ $detail }）。请运行 python3 dev.py env postgres，或 pip install "gengfu{"["}postgres{"]"}"。
trouble_database_url = 数据库地址不能用：{ $detail }。请把 GENGFU_DATABASE_URL 设为 sqlite:///文件 或 postgresql://用户:密码@主机/库名。
trouble_cannot_open = 打不开数据库：{ $detail }。请检查路径、库名和密码，以及文件夹是不是你的。
trouble_unreachable = 数据库服务器没有应答。请启动它，或检查 GENGFU_DATABASE_URL；已确认的内容不会丢。
trouble_disk_full = 磁盘满了。请腾出空间；已确认的内容没有丢，等着的消息会自动接着处理。
trouble_disk = 磁盘报错（{ $detail }）。请把数据库拷出来，在好的磁盘上恢复。
trouble_read_only = 数据库只能读、不能写。请检查文件和文件夹的权限，以及磁盘是不是以只读方式挂载。
trouble_locked = 数据库被别的程序占着。请关掉它（数据库浏览器、正在进行的拷贝），再试一次。
trouble_corrupt = 数据库文件损坏（{ $detail }）。请停掉更夫，留着这个文件，恢复最新的备份：gengfu restore 文件 --to 地址 --force
trouble_newer_database = 这个数据库是更新的版本写的（{ $detail }）。请安装那个版本；旧版本会弄丢它不认识的内容。
trouble_closed = 数据库在使用中被关闭了。请再试一次。
trouble_keyring_missing = 用 PostgreSQL 时，密钥要单独存放。请设置 GENGFU_KEYRING，例如 sqlite:////var/lib/gengfu/gengfu.keyring。
trouble_keyring_wrong = 这个密钥环不属于这套账本。请放回原来和账本在一起的那个，或用 GENGFU_KEYRING 指向它；从备份取：gengfu keys restore 文件 --force
trouble_key_missing = 密钥环里缺少这套账本用过的一把密钥。请放回属于它的密钥环，或从最新的备份取：gengfu keys restore 文件 --force
trouble_secret_key_missing = 密钥环上了锁。请把 GENGFU_SECRET_KEY 设为上锁时用的密钥。
trouble_secret_key_wrong = GENGFU_SECRET_KEY 不是给密钥环上锁的那一个。请填正确的；没有它，账本读不出来。
trouble_sealed_value = 账本里有加密内容被改动或挪动过（{ $detail }）。请运行 gengfu audit verify，并恢复最新的完好备份。
trouble_backup_format = 这不是能用的备份文件（{ $detail }）。请用 gengfu backup 写出的 .books 文件；更新版本写的，请装那个版本。
trouble_backup_key_missing = 这份备份是加密的。请把 GENGFU_BACKUP_KEY 设为备份时用的那串文字。
trouble_backup_key_wrong = GENGFU_BACKUP_KEY 不是这份备份用的那一个，或者文件开头坏了。请填备份时用的那串文字。
trouble_backup_damaged = 备份文件损坏或不完整（{ $detail }）。什么都没有恢复。请重新拷贝一次，或用另一份备份。
trouble_backup_tools = PostgreSQL 的备份工具用不了（{ $detail }）。请安装和服务器同版本或更新的客户端（pg_dump、pg_restore），并放到 PATH 里。
trouble_backup_other = 这份备份来自 { $detail }，不能直接恢复到另一种数据库。请先恢复到同一种，再用 gengfu move。
trouble_backup_differs = 核对不上（{ $detail }）。新地方的内容不要使用；请换一份备份，或再试一次。
trouble_backup_folder = 备份写不进去（{ $detail }）。请给 GENGFU_BACKUP_DIR 所在的磁盘腾出空间，或检查那个文件夹的权限、磁盘是否挂好。
trouble_backup_unproven = 备份写好了，但没能试着恢复（{ $detail }）；文件留着，以 .unproven 结尾。用 PostgreSQL 时，GENGFU_DATABASE_URL 里的用户要能建库：ALTER ROLE gengfu CREATEDB
trouble_proof_format = 这不是往来证据（{ $detail }）。请给 /evidence 发来的 zip，或里面的 proof.jsonl。
trouble_shipping_folder = GENGFU_SHIP 的文件夹写不进去（{ $detail }）。请检查它的磁盘是否挂好、权限和剩余空间；恢复后缺的会自动补上。
trouble_shipping_lost = 往 GENGFU_SHIP 的另存接不上了（{ $detail }）。会自动在那里重做一份全本，再接着存；不用做什么。
trouble_place_taken = 那里已经有东西了（{ $detail }）。请换一个新地方；restore 确实要替换时加 --force。
trouble_other = 数据库报了意外的错（{ $detail }）。请运行 gengfu doctor。

# -- 命令的回话

run_no_channel = 还没有配置任何渠道。请把 GENGFU_TELEGRAM_TOKEN 设为机器人的令牌（找 BotFather 要），或者先试 gengfu demo，不需要令牌。
watch_at = 请填时刻，例如 2026-03-02T09:00
watch_real_people = --at 指定别的时刻，会把别的日子的话发给真人。请加上 --dry-run。
watch_done = { $count ->
        [0] 没有到期的事。
       *[other] 有 { $count } 件事到期。
    }{ $dry ->
        [yes] 没有发送。
       *[no] {""}
    }
export_done = 共 { $count } 行，在 { $folder }
export_in_clear = 内容是明文：姓名、电话、备注、消息。现在只有你能读这个文件夹；请保管好，用完删除。
export_unreadable = 有 { $count } 行的加密内容打不开（标了 "unreadable"）。请运行 gengfu audit verify。
export_folder_taken = { $folder } 里有别的文件。请指定新的或空的文件夹，或放着上次导出的文件夹。
backup_where = 存到哪里？请写 --to 文件夹，或设置 GENGFU_BACKUP_DIR。
backup_without_key = 没有设置 GENGFU_BACKUP_KEY，备份不会加密。请把它设为一串长的随机文字，另外保管好；确实要不加密的，写 --plain。
backup_key_short = GENGFU_BACKUP_KEY 太短，容易被猜中。请用 { $length } 个以上的字符，例如 openssl rand -base64 32 的输出。
backup_books = 账本：{ $file }（{ $kilobytes } KB）
backup_keyring = 密钥：{ $file }（{ $kilobytes } KB）
backup_done = 已备份 { $count } 行，已加密。两个文件放到两个不同的安全地方；没有 GENGFU_BACKUP_KEY，谁也打不开。
backup_done_plain = 已备份 { $count } 行，没有加密：谁同时拿到这两个文件，就能读全部内容。请分开保管。
restore_no_keys = { $folder } 里没有密钥环的备份（.keyring）。请用 --keys 指明它在哪里；没有它，账本读不出来。
restore_no_books = { $folder } 里没有账本的备份（.books）。
restore_followed = 从 { $base } 的备份起，接上了之后另存的 { $count } 片。
restore_stopped = 之后的没能接上：{ $problem }。更晚的内容不在这份账本里。如果别处还有那个文件，请放进文件夹，再恢复一次。
restore_done = 已恢复 { $made } 的账本：{ $count } 行，审计 { $audited } 行全部核对无误。
restore_moved_aside = 原来的文件改名保留为 { $file }
move_done = 已搬好 { $count } 行，审计 { $audited } 行全部核对无误。旧账本原样留着，确认无误后请自行删除。
settings_to_change =
    接下来请设置：
    GENGFU_DATABASE_URL={ $place }
    GENGFU_KEYRING={ $keyring }
migrate_done = 数据库结构已是 { $schema }。
audit_holds = 团队 { $team }：审计的 { $count } 行全部保持原样。
audit_broken = 团队 { $team }：审计对不上（{ $problem }）。在它之前的 { $count } 行完好。请留着文件，查清谁能接触它，并和最新的备份对照。
audit_file_broken = 账本外存的审计尾号对不上：{ $problem }。有人动过这个文件；请找出谁能改它，并和群里每天早上发的尾号对照（--head）。
audit_restored = { $at } 用 gengfu restore 恢复过账本：比备份更新的记录那时就没有了。
audit_head_shape = 请填早上发的尾号，例如 1234:9f86d081884c7d65
audit_show_unknown = 没有编号是 { $record } 的记录。编号在 gengfu export 的 id 一栏。
audit_show_not_yet = 那时还没有编号 { $record } 的记录。审计里从 { $since } 起才有；请给之后的时间。
team_default_name = 我的团队
team_added = 团队 { $team } 已建好。30 天之内，第一个把这句发给机器人的人成为管理员：/start { $code }
team_exists = 已经有叫 { $name } 的团队了。请换一个名称。
team_timezone = 没有 { $name } 这个时区。请填 Asia/Shanghai、Europe/London 这样的名称。
team_unknown = 没有这个团队。现有：{ $names }
team_which = 有好几个团队。请用 --team 指明：{ $names }
admin_recovered = 团队 { $team }：一天之内，第一个把这句发给机器人的人成为管理员：/start { $code }

# -- 体检

doctor_healthy = 一切正常。
doctor_warned = 没有坏的地方；标 ! 的几行请看一眼。
doctor_ill = 有地方坏了：看标 ✗ 的几行。
doctor_settings = { $problem }
doctor_settings_ok = 设置没有问题（{ $locale }，{ $timezone }，{ $currency }）。
doctor_setup_code_short = GENGFU_SETUP_CODE 太短，容易被猜中。请用 { $length } 个以上的字符，或者去掉它，让更夫自己生成。
doctor_clock_is_set = 时钟被拨到 { $at }（GENGFU_CLOCK）。正式使用请去掉它。
doctor_disk_ok = 磁盘还有 { $megabytes } MB。
doctor_disk_little = { $folder } 所在磁盘只剩 { $megabytes } MB。请尽快腾出空间。
doctor_disk_full = { $folder } 所在磁盘只剩 { $megabytes } MB。请马上腾出空间：很快就什么都写不进去了。
doctor_no_channel = 还没有配置任何渠道。请设置 GENGFU_TELEGRAM_TOKEN，或者先试 gengfu demo。
doctor_channel = 渠道 { $name } 已配置。加 --online 可以问一下令牌是否有效。
doctor_damage = 数据库文件损坏（{ $detail }）。请停掉更夫，留着这个文件，恢复最新的备份：gengfu restore 文件 --to 地址 --force
doctor_schema = 数据库打得开，结构是最新的（{ $schema }）。
doctor_schema_older = 数据库结构是 { $schema }，本版本需要 { $newest }。请先备份，再运行 gengfu migrate；gengfu run 也会升级。
doctor_schema_newer = 这个数据库是更新的版本写的（结构 { $schema }）。请安装那个版本。
doctor_safe = 已确认的内容断电也不会丢。
doctor_unsafe = 断电可能丢失已确认的内容（{ $settings }）。PostgreSQL 请把 synchronous_commit、fsync、full_page_writes 都设为 on；SQLite 文件要放在本地磁盘上。
doctor_clock_back = 最新一行写于 { $last }，而时钟显示 { $now }。请校准机器的时钟（NTP）。
doctor_file_open = 这台机器上别人能读 { $file }。请收紧权限：chmod 600 { $file }
doctor_keyring = 密钥环打得开，属于这套账本。
doctor_keyring_gone = 密钥环 { $file } 不见了。不要启动更夫：先从原处放回来，或从最新的备份取：gengfu keys restore 文件。没有它，账本读不出来。
doctor_audit = 团队 { $team }：审计的 { $count } 行全部完好。
doctor_audit_broken = 团队 { $team }：审计对不上（{ $problem }）；在它之前的 { $count } 行完好。请留着文件，和最新的备份对照。
doctor_audit_file = 账本外存的审计尾号对不上：{ $problem }。请运行 gengfu audit verify，并查清谁能改这个文件。
doctor_backup = 上一次好的备份在 { $last }（{ $kilobytes } KB，存在 { $folder }，已试着恢复过）。
doctor_backup_unset = 没有自动备份。请设置 GENGFU_BACKUP_DIR 和 GENGFU_BACKUP_KEY，gengfu run 就会每晚备份。
doctor_backup_never = 还没有一份好的备份{ $problem ->
        [none] {""}
       *[other] （上一次没成：{ $problem }，{ $detail }）
    }。运行 gengfu backup 马上做一份。
doctor_backup_late = 上一次好的备份已过了 { $hours } 小时（{ $last }）{ $problem ->
        [none] {""}
       *[other] ，最近一次没成：{ $problem }，{ $detail }
    }。运行 gengfu backup 马上做一份，它会说哪里不对。
doctor_ship = 改动已另存到 { $last }（本次运行 { $count } 片，存在 { $folder }）。
doctor_ship_postgres = GENGFU_SHIP 只用于 SQLite，这里不起作用。用 PostgreSQL 时请归档预写日志（WAL），见 docs/backup.md。
doctor_ship_never = GENGFU_SHIP 里还没有另存任何改动，或第一份全本还没做好{ $problem ->
        [none] {""}
       *[other] （{ $problem }：{ $detail }）
    }。gengfu run 会自动做；请两分钟后再看。
doctor_ship_late = 已有 { $minutes } 分钟没能另存改动，上一次在 { $last }{ $problem ->
        [none] {""}
       *[other] ；上一次尝试的结果是 { $problem }：{ $detail }
    }。gengfu run 在运行吗？GENGFU_SHIP 的磁盘在吗？恢复后缺的会自动补上。
doctor_inbox = 收件：已处理 { $count } 条，等待 { $waiting } 条，放弃 { $failed } 条。
doctor_inbox_late = 有 { $count } 条消息在等，最早的从 { $oldest } 等起。更夫在运行吗？用 gengfu run 启动。
doctor_inbox_failed = 消息 { $row }（{ $channel }，{ $at }）没能处理，事故号 { $incident }。请在日志里找这个号并反馈；请那位同事再说一遍。
doctor_outbox = 发件：已发送 { $count } 条，等待 { $waiting } 条，放弃 { $dead } 条。
doctor_outbox_late = 有 { $count } 条消息等着发送，最早的从 { $oldest } 等起。更夫在运行吗？平台有应答吗？试试 gengfu doctor --online。
doctor_outbox_unknown = 有 { $count } 条消息不知道送到没有：发送时连接断了。拿不准就在群里问一声。
doctor_outbox_dead = 发给 { $channel } { $chat } 的消息 { $row } 试了 { $tries } 次都没送到。更夫还在那个群里吗？是不是被屏蔽了？
doctor_no_team = 还没有团队。gengfu run 会建第一个，并打印口令。
doctor_team_empty = 团队 { $team } 还没有人进来。请把 /start 和 gengfu run 打印的口令发给机器人；gengfu admin recover 可以打印新的。
doctor_sweep = 团队 { $team }：{ $last ->
        [none] 还没有巡过夜
       *[other] 上次巡夜是 { $last }
    }。
doctor_sweep_late = 团队 { $team }：今天还没有巡夜{ $last ->
        [none] { "" }
       *[other] ，上次是 { $last }
    }。更夫在运行吗？gengfu watch 可以马上巡一次。
doctor_calendar = 团队 { $team }：未来几个月的节假日都已知。
doctor_calendar_ends = 团队 { $team }：从 { $day } 起节假日还没有公布；更新之前，先按周一到周五算工作日。
doctor_online = { $name } 认得我们：{ $who }。
doctor_online_refused = { $name } 不接受我们（{ $why }）。请检查令牌和网络（代理、防火墙）。
doctor_online_socket = Slack 允许我们建立长连接。
doctor_online_scopes = Slack 应用缺少权限：{ $missing }。请对照 deploy/slack-manifest.yaml，补上后重新安装。
doctor_online_webhook = Telegram 上这个机器人设了 webhook，而我们用轮询。请删除它（deleteWebhook），或设置 GENGFU_TELEGRAM_WEBHOOK_URL。
doctor_online_webhook_unset = Telegram 没有往 GENGFU_TELEGRAM_WEBHOOK_URL 投递。这由 `gengfu run` 设置，它在运行吗？
doctor_online_webhook_fails = Telegram 有 { $count } 条更新投递不到 GENGFU_TELEGRAM_WEBHOOK_URL：{ $why }。这个地址要用 HTTPS，并且通到 `gengfu run`。
doctor_online_webhook_stands = Telegram 正往我们的 webhook 投递，那边还有 { $count } 条在等。
doctor_not_writable = { $file } 我们写不了。请把它交给运行更夫的用户：chown，再 chmod u+w；也看看磁盘是不是只读挂载。
doctor_group_left = 团队 { $team }：更夫被移出了 { $chat }，也没有别的群收推送。请把它拉回去，在群里发 /bind。
doctor_online_group = 更夫在 { $chat } 里，可以发言。
doctor_online_group_left = 更夫已经不在 { $chat } 里了（{ $why }）。请把它拉回去，在群里发 /bind。
doctor_online_group_mute = 更夫在 { $chat } 里但不能发言。请群管理员允许它发消息。
doctor_online_channel_left = 更夫已经不在 Slack 频道 { $chat } 里了（{ $why }）。请在频道里用 /invite 把它拉回去，再发 /gengfu bind。
doctor_online_channel_archived = Slack 频道 { $chat } 已归档，发不出消息。请取消归档，或在别的频道发 /gengfu bind。
doctor_online_channel_mute = Slack 频道 { $chat } 限制了谁能发言，更夫可能不在其中。请在频道设置的发言权限里放行它。
doctor_online_channel_unasked = Slack 没说更夫能不能在 { $chat } 里发言（{ $why }）。请稍后再试；应用有 channels:read 和 groups:read 权限吗？
doctor_online_clock = 我们的时钟和平台差 { $minutes } 分钟。请校准机器时间（NTP：timedatectl set-ntp true）。
read_line = 第 { $line } 行读不了：每行要是一个 JSON 对象，有 "text" 和 "now"，例如 {"{"}"id": "1", "text": "华星付了5万", "now": "2026-03-02T09:00"{"}"}。
read_team = 团队文件不是含 customers、members、competitors、stages 的 JSON 对象，或有客户缺名称。
