# 从文件导入：预览、哪一行有什么问题、撤销。

command_import =
    导入客户、联系人、应收、合同和成员（XLSX、CSV）。
    不写 --yes 只预览。有问题的行不导入，逐行说明；同一个文件再导一次，不会重复。
    .yes = 写入账本。
    .near = 和已有客户相像的怎么办：skip 跳过，same 就是那一家，new 新建。
    .undo = 撤销这次导入；之后有人动过的会留下并列出。
    .team = 哪个团队；只有一个团队时不用写。
    .as = 以谁的名义；默认是第一位管理员。
import_what = 请给出要导入的文件，或用 --undo 指明要撤销的那次导入，二者选一。
import_as_whom = { $names ->
        [none] 团队里还没有人。先运行 gengfu run，把它打印的口令用 /start 发给机器人，再来导入（gengfu admin recover 会打印新口令）。
       *[other] 没有这位成员，或者团队还没有管理员。请用 --as 指明：{ $names }
    }
import_none = 没有编号为 { $id } 的导入，或者它已经撤销过了。现有：{ $known }

# -- 文件打不开

import_too_large = { $file } 超过 { $megabytes } MB。请分成几个文件。
import_too_many_rows = { $file } 超过 { $rows } 行，或者单元格太多。请分成几个文件。
import_too_wide = { $file } 里有单元格远在表格之外。请把要导入的几列复制到新的工作簿，再试一次。
import_bomb = { $file } 解开后超过 { $megabytes } MB。请只留要导入的工作表，另存为新的文件。
import_too_much = { $file } 读起来太费内存或时间，没有读完。请分成几个文件，或只留要导入的几列。
import_macro = { $file } 带宏。请另存为不带宏的工作簿（.xlsx），再试一次。
import_password = { $file } 有密码。请用 Excel 或 WPS 去掉密码，另存为工作簿（.xlsx），再试一次。
import_old_excel = { $file } 是旧版 Excel（.xls）。请用 Excel 或 WPS 另存为工作簿（.xlsx）。
import_entities = { $file } 里有不该有的内容（XML 实体），没有打开。请用 Excel 或 WPS 另存一份。
import_damaged = { $file } 损坏，或者不是 Excel 工作簿。请用 Excel 或 WPS 打开后另存为工作簿（.xlsx）。
import_encoding = { $file } 不是文本，或者编码认不出来。请另存为 UTF-8 的 CSV，或者工作簿（.xlsx）。
import_csv_broken = { $file } 的引号不成对，分不清列。请用 Excel 打开检查，另存为工作簿（.xlsx）。

# -- 预览

import_accounts = 客户
import_contacts = 联系人
import_receivables = 应收
import_contracts = 合同
import_invitations = 邀请
import_count = { $kind }：{ $count }
import_owed = 应收合计：{ $amounts }
import_ignored = 这些列没有用到：{ $columns }
import_rows = 共 { $rows } 行：{ $there } 行账本里已有，{ $problems } 处有问题，{ $doubts } 行存疑。
import_preview = 以上是预览，还没有写入。没有问题就加 --yes 再运行一次。
import_nothing = 没有要新增的内容。
import_code = { $name } 的加入口令：/join { $code }（一周内有效，只显示这一次）
import_done = 已导入 { $rows } 行。要撤销：gengfu import --undo { $id }
import_undone = 已撤销 { $count } 条，留下 { $kept } 条。
import_more = ……还有 { $count } 处；加 --json 可以看到全部。
import_place = { $sheet } 第 { $row } 行
import_problem = ✗ { $place }{ $column ->
        [none] {""}
       *[other] “{ $column }”
    }：{ $said }
import_doubt = ? { $place }：{ $said }

# -- 哪一行有什么问题

row_no_header = 没有认得的表头。第一行要有“客户”这样的列名；导入成员要有“成员”和“角色”。见 docs/import.md。
row_no_customer = 没有客户名称。请填上，或删掉这一行。
row_name_short = 客户名称太短，请写两个字以上。
row_too_long = 太长了，最多 { $length } 个字。
row_formula = 这里是公式，没有算好的值。请复制后“选择性粘贴”为数值。
row_error_value = 单元格报错（{ $text }）。请改成正确的值。
row_amount = “{ $text }”读不出金额。请写成 12000.50 或 1.2万。
row_amount_two_ways = “{ $text }”里的逗号和点有两种读法。请写成 12000.50。
row_amount_negative = 应收不能是负数（{ $text }）。多付的钱请用收款来记。
row_amount_bookable = { $text } { $currency } 记不了：小数太多，或者数目太大。
row_currency = 不认识的币种“{ $text }”。请写 CNY、USD 这样的代码。
row_day = “{ $text }”读不出日期。请写成 2026-03-15。
row_day_two_ways = “{ $text }”分不清月和日。请写成 2026-03-15。
row_no_day = 有金额，没有到期日。请填上到期日。
row_ends_first = 到期日 { $end } 比开始的 { $start } 还早。
row_days = “{ $text }”读不出天数。请写 30 这样的数字。
row_owner_unknown = 没有叫“{ $text }”的成员。请先邀请他加入，或改成已有的成员。
row_tier = 不认识的级别“{ $text }”。请写重点、普通或潜在。
row_no_contact = 有电话，没有联系人姓名。请填上姓名。
row_phone_lost = 电话被 Excel 缩写成了 { $text }，后几位已经丢了。请把这一列设为文本，重新填写。
row_no_member = 没有成员姓名。
row_role = 不认识的角色“{ $text }”。请写销售、经理、财务、法务或管理员，可以用逗号隔开几个。

# -- 拿不准的

doubt_near = “{ $name }”和已有的 { $near } 很像，没有导入。是同一家就加 --near same，不是就加 --near new。
doubt_several = 叫“{ $name }”的客户不止一家，没有导入。请写全称。
doubt_alike = { $name } 已有一笔同样的应收（{ $near }），没有导入。确实是另一笔就加 --near new。
doubt_alike_contract = { $name } 已有一份同样的合同（{ $near }），没有导入。确实是另一份就加 --near new。

# -- 撤销时留下的

kept_touched = 导入之后有人动过
kept_built_on = 上面已经有别的记录
kept_used = 已经用这个口令加入了

# -- 在聊天里

import_n_accounts = 客户 { $count } 家
import_n_contacts = 联系人 { $count } 位
import_n_receivables = 应收 { $count } 笔
import_n_contracts = 合同 { $count } 份
import_n_invitations = 邀请 { $count } 人
import_chat_head = 📥 { $name }：共 { $rows } 行
import_chat_adds = ➕ 要新增：{ $counts }{ $owed ->
        [none] { "" }
       *[other] ，应收合计 { $owed }
    }
import_chat_row = · { $customer }{ $fresh ->
        [yes] （新）
       *[no] { "" }
    } { $person } { $amount ->
        [none] { "" }
       *[other] 应收 { $amount }，{ $due } 到期
    }{ $contract ->
        [none] { "" }
       *[other] { $contract }
    }
import_chat_contract = 合同 { $number } { $amount }{ $end ->
        [none] { "" }
       *[other] ，到 { $end }
    }
import_chat_invited = · { $name }：{ $roles }
import_chat_more_rows = · …还有 { $count } 行
import_chat_there = ✓ { $count } 行账本里已经有了，不会重复
import_chat_problems = …一共 { $count } 处有问题，都列在另发的表里
import_chat_problem_file = 📎 { $name } 里有问题的 { $count } 处，逐行写了怎么改
import_problem_file = { $name }-有问题的行.xlsx
import_chat_doubts = ❓ { $count } 行和账本里的很像，先不导入：
import_doubt_near = · { $place }：{ $name } ≈ { $near }
import_doubt_several = · { $place }：叫「{ $name }」的客户不止一家，请写全称
import_doubt_alike = · { $place }：{ $name } 已有一笔同样的应收（{ $near }）
import_doubt_alike_contract = · { $place }：{ $name } 已有一份同样的合同（{ $near }）
import_chat_nothing = 没有要新增的，什么都没写。
import_chat_running = ⏳ { $name }：正在导入{ $rows ->
        [none] …
       *[other] ，{ $done } / { $rows } 行
    }
import_chat_done = ✅ { $name } 导入好了：{ $counts }
import_chat_left_out = ⚠️ 有 { $count } 处没有导入。改好再发一次，已经导入的不会重复
import_chat_more_codes = …还有 { $count } 个人的口令没列出来，请用 /invite 单独发
import_chat_undoing = ⏳ { $name }：正在撤销{ $rows ->
        [none] …
       *[other] ，{ $done } / { $rows } 条
    }
import_chat_undone = ↩️ { $name } 的导入已撤销{ $counts ->
        [none] { "" }
       *[other] ：{ $counts }
    }
import_chat_kept = 之后有人动过的 { $count } 条留下了：
import_chat_kept_row = · { $kind } { $name }{ $what ->
        [none] { "" }
       *[other] （{ $what }）
    }：{ $why }
import_chat_dropped = { $name } 没有导入，文件也没留
import_chat_lapsed = ⌛ { $name } 等了一天没有回答，没有导入。要导入就再发一次
import_chat_no_right = 🔒 { $name } 停下了：你现在没有导入的权限。已经写进去的，经理可以撤销
import_chat_broke = ⚠️ { $name } 没做完，是我这边出了错（编号 { $number }）。再发一次会接着做，写进去的不会重复
import_chat_answered = 👌 { $name }：同一家 { $same }，另外的 { $new }，跳过 { $skip }
ask_import_near = 「{ $name }」就是账本里的「{ $near }」吗？（第 { $row } 行{ $more ->
        [0] { "" }
       *[other] ，后面还有 { $more } 个
    }）
ask_import_alike = { $name } 已有一笔同样的应收：{ $near }。第 { $row } 行是另一笔吗？
ask_import_alike_contract = { $name } 已有一份同样的合同：{ $near }。第 { $row } 行是另一份吗？
button_import = 导入
button_drop_it = 算了
button_ask_doubts = 逐个确认相像的（{ $count }）
button_near_same = 是同一家
button_near_new = 是新客户
button_near_skip = 跳过
button_near_skip_rest = 其余都跳过
button_alike_new = 是另外的，导入
button_alike_skip = 就是它，跳过
toast_importing = 开始导入
toast_undoing = 开始撤销
import_not_allowed = 🔒 导入文件要经理、财务或管理员来做，把文件转给他们就行。
import_members_not_allowed = 🔒 文件里有要邀请的成员，请经理或管理员来导入。
import_is_running = 正在导入，做完会写在卡片上
import_is_done = 已经导入了
import_is_undone = 已经撤销了
import_is_over = 这份预览已经作废，请再发一次文件
column_sheet = 工作表
column_row = 行
column_column = 列
column_problem = 问题
