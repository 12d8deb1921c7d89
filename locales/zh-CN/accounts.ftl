# 客户：叫什么、归谁、分哪类、联系人、归档、合并、查重。
usage = 这样说：{ $example }
usage_rename = /rename { $account } 新名字
usage_alias = /alias { $account } = HX（看全部：/alias { $account }；去掉：/alias { $account } -HX）
usage_tier = /tier { $account } A（A 重点、B 普通、C 潜在）
usage_region = /region { $account } 华东
usage_coowner = /coowner { $account } +李娜（去掉：-李娜）
usage_contact = /contact { $account } 李总 13800000000 采购（看全部：/contact { $account }；去掉：-李总）

account_changed_brief = ✅ 已改：{ $account } · { $by }
account_not_yours = 🔒 { $account } 是{ $owner }的客户，请{ $owner }或经理来改。
account_archived = 「{ $account }」已经归档。要再用就发 /unarchive { $account }
account_name_long = 名字最多 { $most } 个字。

account_renamed = ✅ 改名：{ $before } → { $account }。旧名字照样认得。
name_same = 本来就叫「{ $account }」。
name_taken = 「{ $name }」已经是{ $account ->
        [none] 另一个客户
       *[other] 客户「{ $account }」
    }的名字。如果是同一家，用 /merge 合并；不是就换个名字。
name_taken_archived = 「{ $name }」是{ $account ->
        [none] 一个已归档客户
       *[other] 已归档客户「{ $account }」
    }的名字。要再用它就发 /unarchive { $name }；不是同一家就换个名字。
name_is_person = 「{ $name }」是同事的名字，不能当客户名。
name_is_word = 「{ $name }」在记录里另有意思，当客户名会听错。请换一个。
account_names = 📛 { $account } 也叫：{ $names }
account_names_none = 📛 { $account } 没有别的名字。加一个：/alias { $account } = HX
alias_added = ✅ 「{ $name }」就是{ $account }，记住了。
alias_removed = ✅ { $account } 不再叫「{ $name }」。
alias_unknown = { $account } 没有「{ $name }」这个别名。现有：{ $aliases }
aliases_too_many = 一个客户最多 { $most } 个别名，先去掉一个。

usage_who = /who { $account }
who_head = 👁 { $account }（{ $tier }）谁能看：
who_owner = · 负责人：{ $names }
who_coowner = · 共同负责人：{ $names }
who_manager = · 经理，看所有客户：{ $names }
who_finance = · 财务，看所有客户：{ $names }
who_legal = · 法务，看重点以外的客户：{ $names }
who_rep = · 销售，看重点以外的客户：{ $names }
who_nobody = · 看不到：{ $names }
who_key = 🔒 重点客户：别人问起，就像没有这家；群里不提。
who_reached = 电话和邮箱只有负责人、经理、财务、法务看得到，群里都打码。

tier_which = { $account } 现在是{ $tier }，改成：
tier_unknown = 没有「{ $value }」这一档。可选：A 重点、B 普通、C 潜在。
tier_same = { $account } 本来就是{ $tier }。
tier_set = ✅ { $account }：{ $before } → { $tier }
tier_key_hides = 🔒 从现在起只有负责人、经理和财务看得到，群里不再提。
tier_key_shows = 👀 从现在起全队看得到，群里也会提醒。
region_which = { $account } 现在在{ $region }，改成：
region_which_none = { $account } 在哪个区域？点一个，或发 /region { $account } 华东
region_unknown = 还没有「{ $region }」这个区域。
button_new_region = 新区域「{ $region }」
region_same = { $account } 本来就在{ $region }。
region_long = 区域最多 { $most } 个字。
region_set = ✅ { $account }：区域 { $before ->
        [none] { "" }
       *[other] { $before } →{ " " }
    }{ $region }

owners = 👥 { $account }：负责人 { $owner }，共同负责人 { $names }
owners_one = 👥 { $account }：负责人 { $owner }，没有共同负责人。加一位：/coowner { $account } +名字
coowner_added = ✅ { $account }：{ $name } 成为共同负责人，看得到、能记，提醒也会收到。
coowner_added_told = 👥 { $by } 把你加为 { $account } 的共同负责人：你看得到、能记，提醒也会收到。
coowner_removed = ✅ { $account }：{ $name } 不再是共同负责人。
coowner_removed_told = 👥 { $by } 把你从 { $account } 的共同负责人里去掉了。
coowner_is_owner = { $name } 已经是 { $account } 的负责人。
coowner_already = { $name } 已经是 { $account } 的共同负责人。
coowner_not = { $name } 不是 { $account } 的共同负责人。
member_left = { $name } 已经不在团队了，不能加。发 /team 看名单。

account_archived_now = 📦 { $account } 已归档：名单和提问里不再出现，历史都在。恢复：/unarchive { $account }
archive_still_open = 还开着：商机 { $deals } 个、待办 { $tasks } 个，都保留着。
archive_open_money = { $account } 还欠 { $owed }，不能归档。先收清；记错的应收可以撤销或改；重复的客户用 /merge 合并。
archive_advance = { $account } 还有预收 { $advance } 在我们这儿，不能归档。先用掉或退掉；重复的客户用 /merge 合并。
ask_archived = 「{ $account }」已经归档。要恢复吗？
button_unarchive_and_save = 恢复「{ $account }」并记上
archive_not = { $account } 没有归档，一直在用。
archived_none = 没有归档的客户。
archived_head = 📦 已归档 { $count } 家，点一下恢复：
button_unarchive = 恢复 { $account }
account_unarchived = ✅ { $account } 恢复了，负责人 { $owner }。

contacts_none = 👤 { $account } 还没有联系人。加一位：/contact { $account } 李总 13800000000 采购
contacts_head = 👤 { $account } 的联系人 { $count } 位
contact_row = · { $name } { $title } { $phone }{ $source ->
    [none] {""}
   *[other] {" "}（来自 { $source }）
}
contact_added = ✅ { $account } 新联系人
contact_changed = ✅ { $account } 联系人改好了
contact_phone_was = 原来的电话：{ $phone }
contact_removed = ✅ { $account } 的联系人去掉了「{ $name }」，往来记录都在。
contact_same = { $account } 的{ $name }没有变化：说个新电话或职务就改，比如 13800000000 采购。
contact_unknown = { $account } 没有联系人「{ $name }」。{ $names ->
        [none] { "" }
       *[other] 现有：{ $names }
    }
contact_phone = 「{ $phone }」不像电话：要 7 到 15 位数字。
contact_no_name = 没说是谁。例如：李总 13800000000 采购
contact_long = 名字和职务各最多 { $most } 个字。
contacts_too_many = { $account } 的联系人太多了，先去掉几位。

button_history = 全部往来
button_history_more = 更早的 { $count } 条
history_none = { $account } 还没有往来记录。
history_head = 📜 { $account } 往来共 { $count } 条，第 { $first }–{ $last } 条：
history_note = 📝 { $on } { $by }：{ $note }
history_evidence = 📎 { $on } { $by }：{ $name }
history_evidence_over = 📎 { $on } { $by }：有过一份文件，保留期满，已清掉
history_deal = 💼 { $on } { $owner } 商机 { $name } 到{ $stage } { $amount }
history_contract = 📄 { $on } 合同 { $number } 签了
history_payment = 💰 { $on } 收到 { $amount }
history_promise = 🤝 { $on } 答应 { $by }前付{ $amount ->
        [none] { "" }
       *[other] { " " }{ $amount }
    }

usage_merge = /merge 华星电子 { $account }（前一个并入后一个）
merge_head = 🔗 把「{ $gone }」并入「{ $into }」？
merge_side = · { $account }（{ $owner }）：{ $counts ->
        [none] 没有记录
       *[other] { $counts }
    }{ $owed ->
        [none] { "" }
       *[other] ；欠 { $owed }
    }{ $advance ->
        [none] { "" }
       *[other] ；预收 { $advance }
    }
merge_count = { $what } { $count }
merge_stays = 📛 留下：{ $account }。这些名字都认得：{ $names }
merge_owners = 👥 负责人 { $owner }{ $others ->
        [none] { "" }
       *[other] ，共同负责人 { $others }
    }
merge_owes_then = 💰 合并后共欠 { $owed }
button_merge = 合并
button_merge_swap = 留「{ $account }」这个名字
button_never_mind = 算了
merge_dropped = 好，不合并。
merge_itself = 这两个名字都是「{ $account }」，本来就是一家，不用合并。
merge_not_active = 「{ $account }」已经归档或合并掉了，不能再合并。
merged_head = 🔗 「{ $gone }」已并入「{ $into }」，说哪个名字都行。
merged_moved = 搬过来：{ $counts }
merged_owes = 💰 { $account } 现在共欠 { $owed }
merged_told = 🔗 { $by } 把「{ $gone }」并入了「{ $into }」，负责人 { $owner }。历史和钱都在「{ $into }」下面。
merge_touched = 「{ $account }」合并后又动过{ $what ->
        [none] { "" }
       *[other] （新记了{ $what }）
    }，拆不开了。先撤销合并之后的记录，再来撤销合并。
unmerged = · 「{ $gone }」从「{ $into }」拆出来了，各归各的
merged_again = · 「{ $gone }」又并入「{ $into }」

usage_new = /new 华星科技
ask_twin_account = 已经有客户「{ $near }」。「{ $name }」就是它吗？
ask_twin_accounts = 「{ $name }」和这些客户很像，是哪一家？
button_is_account = 就是 { $name }
button_new_account = 新建「{ $name }」
account_known_as = ✅ 就是 { $account }（{ $owner }），「{ $name }」记成它的别名。
account_brief_known = ✅ 就是 { $account }
twin_made = 👀 { $by } 新建了「{ $account }」，和 { $near } 很像。是同一家就发 /merge { $account } { $near }

terms_set = 📐 { $account }：记下了
terms_are = 📐 账期：{ $terms }
terms_ahead = 🔔 到期前 { $days } 个工作日提醒负责人
terms_named = { $kind ->
        [month_end] 月结 { $days ->
            [0] （月底到期）
           *[other] { $days } 天
        }
        [cash] 现结
       *[days] 开单后 { $days } 天
    }
terms_none = { $account } 还没有约定账期。这样设：/terms { $account } 月结60
terms_open_stay = 已经记下的应收不变，新的没说到期日时按这个算
terms_unknown = 「{ $words }」我没看懂。账期这样说：月结60、30天、现结、取消（最多 { $most } 天）；提醒这样说：提前10/5/1
terms_ahead_unknown = 「{ $words }」我没看懂。提醒这样说：提前10/5/1（工作日，最多 { $count } 次，每次最多 { $most } 天），或「提前 取消」
usage_terms = /terms { $account } 月结60

help_gaps = 新客户还差什么资料：/gaps，/gaps 华星，/gaps 华星 不用税号
account_wants = 📋 还差：{ $wants }（直接说就补上，比如「{ $example }」；不用补的发 /gaps { $account }）
gap_say_contact = { $account }联系人李总 13800000000
gap_say_terms = { $account } 账期 月结60
gap_say_tax_no = { $account }税号 91310000MA1K12345X
gap_say_region = { $account }的区域是华东
gap_say_official = { $account }全称是某某有限公司
gap_contact = 联系人
gap_terms = 账期
gap_tax_no = 税号
gap_region = 区域
gap_official = 全称
gaps_head = 📋 还差资料的客户（{ $count }）：
gaps_row = · { $account }：{ $wants }
gaps_none = 📋 你的客户资料都齐了。
gaps_none_of = 📋 { $account } 要的资料都齐了。
gaps_how = 这样说不用补：/gaps { $account } 不用税号（都不用：/gaps { $account } 都不用）
gaps_waived = 📋 { $account } 的{ $wants }不再问了。
button_gap_waive = { $want }不用了
button_gaps_waive = { $account } 不用了
evening_gaps = 📋 还差资料：{ $rows }{ $more ->
        [0] { "" }
       *[other] ，还有 { $more } 家（/gaps）
    }
evening_gap = { $account }（{ $wants }）
official_set = 🏢 { $account } 的全称：{ $name }
tax_no_set = 🧾 { $account } 税号 { $number_ }，记下了
account_tax_no = 🧾 税号 { $number_ }
