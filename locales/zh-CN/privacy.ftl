# Personal data of people at customers: where it came from, what is kept, and forgetting somebody.

erased = 〔已删除〕

usage_consent = /consent { $account } 李总 展会名片（依据：同意、合同、业务往来；收回：/consent { $account } 李总 撤回）
usage_person = /person { $account } 李总
usage_erase = /erase { $account } 李总（只删一个号码：/erase 13800000000）
basis_none = 没说
basis_consent = 本人同意
basis_contract = 履行合同需要
basis_interest = 正常业务往来
basis_withdrawn = 本人已撤回同意
consent_is = 👤 { $account } 的{ $name }：依据 { $basis }{ $on ->
    [none] {""}
   *[other] （{ $on }）
}，来源 { $source ->
    [none] 没说
   *[other] { $source }
}。要补：/consent { $account } { $name } 展会名片
consent_noted = ✅ { $account } 的{ $name }：依据 { $basis }（{ $on }）{ $source ->
    [none] {""}
   *[other] ，来源 { $source }
}
consent_withdrawn = ✅ 记下了：{ $account } 的{ $name }撤回了同意。电话不再显示，卡片上也不再出现；要连数据一起删：/erase { $account } { $name }
contact_withdrawn = · { $name } 🚫 { $on }撤回了同意，不再联系
person_here = 📄 { $account } 的{ $name }：我们存着的全部信息都在这个文件里，可以交给本人。谁拿过，已记入审计。

erase_ask = ⚠️ 要删掉 { $account } 的{ $name }的个人信息吗？姓名{ $reach ->
    [none] {""}
   *[other] 和 { $reach } 个联系方式
}会从记录、消息、卡片和备份里消失，谁也找不回来。
erase_files = 📎 跟 TA 有关的图片、语音或文件 { $count } 份。里面的内容裁不出来，要删就整份删（旧备份里也打不开）：
erase_files_rest = 📎 这家客户另外还存着 { $count } 份，没写到 TA；里面有没有 TA，请点开看看。
erase_files_frozen = 📄 合同文件 { $count } 份不删：有法定保存义务，只存着、不作他用（个人信息保护法第四十七条）。
erase_files_head = 📎 { $account } 存着 { $count } 份图片、语音或文件。📎 看，🗑 整份删掉：
erase_file_done = 🗑 这份文件删掉了，旧备份里也打不开。它当时附在的那条记录还在。
erase_file_gone = 这份文件已经删了。
erase_file_frozen = 这份文件也是合同原件，有法定保存义务，不能删（个人信息保护法第四十七条）。
button_erase_file = 🗑 { $name }
button_erase_files = 其余 { $count } 份
erase_stays = 拜访、商机、账目和审计都留着，只是看不出是谁。
erase_value_ask = ⚠️ 要删掉这个号码吗？凡是写过它的地方都会变成〔已删除〕，谁也找不回来。
erase_belongs = 这是 { $account } 的{ $name }的联系方式。要删就删这个人：/erase { $account } { $name }
erase_begun = 🗑 正在删，几分钟内好。现在起哪里都看不到了。
erase_value_done = 🗑 已删除，写过它的地方都变成〔已删除〕。
erase_done = 🗑 已删完：{ $account } 那位联系人的个人信息不在了，往来和账目都在。
erase_dropped = 没有删。
button_erase = 删除

former_colleague = 前同事 #{ $number }
member_here = 📄 { $name }：我们存着的 TA 本人的信息都在这个文件里（账号、角色、查过什么、记过多少），可以交给本人。谁拿过，已记入审计。
former_how = 这样删掉一位已离开的同事的个人信息：/former 李雷{ $names ->
    [none] 。现在没有已离开的同事。
   *[other] 。已离开的：{ $names }
}
former_active = { $name } 还在团队里。离开以后才能删：先 /remove { $name }
former_ask = ⚠️ 要删掉前同事 { $name } 的个人信息吗？姓名、平台账号会从记录、消息、卡片和备份里消失，谁也找不回来；以后到处都写「{ $becomes }」。
former_stays = TA 记的拜访、账目和审计一条不少。TA 发来的原话会清空，由它们记成的都还在。
former_begun = 🗑 正在删，几分钟内好。从现在起 TA 是「{ $becomes }」。
former_done = 🗑 已删完：{ $becomes } 的姓名和账号不在了，TA 记的都在。
former_changed = 这位同事已经回来了，或者已经删过了。

privacy_head = 🔐 存着 { $count } 位客户联系人的信息，其中 { $reached } 位有联系方式
privacy_gap_basis = · { $count } 位没写依据（本人同意、合同、业务往来）
privacy_gap_source = · { $count } 位没写信息从哪来
privacy_gap_withdrawn = · { $count } 位撤回了同意，数据还在
privacy_former = · { $count } 位同事离开了，姓名和账号还在（/former）
privacy_gap_unused = · { $count } 位的客户很久没有往来：没有新记录，没有欠款，没有在谈的商机和在跑的合同
button_privacy_unused = 很久没往来的 { $count } 位
unused_told = 🔐 有 { $count } 位联系人，客户 { $days } 天没有往来了。还需要留着他们的信息吗？（每季度问一次）
button_unused_keep = 留着 { $name }
button_unused_erase = 🗑 { $name }
unused_kept = ✅ { $account } · { $name } 留着，{ $days } 天内不再问。
unused_gone = 这位联系人已经不在了，或者正在删。
privacy_no_gap = ✅ 每一位都有依据和来源。
privacy_kept = 原话保留 { $messages } 天，发出的卡片保留 { $cards } 天，到期自动清掉。
privacy_kept_more = { $positions ->
        [0] 到访的位置一直留着；
       *[other] 到访的位置保留 { $positions } 天，之后只留「到过」；
    }{ $files ->
        [0] 照片和文件一直留着。
       *[other] 拜访、跟进、商机的照片和文件保留 { $files } 天。
    }回单和合同照规定留存。
privacy_masked = 发到聊天平台的内容{ $masked ->
    [on] 已遮住联系人姓名和号码
   *[off] 没有遮住联系人姓名和号码
}。
privacy_how = 补依据 /consent · 给本人一份 /person · 删除 /erase · 改天数 /policy · 同事自己的 /mydata
privacy_row = · { $account } · { $name }
button_privacy_basis = 没写依据的 { $count } 位
button_privacy_source = 没写来源的 { $count } 位
button_privacy_withdrawn = 撤回同意的 { $count } 位

help_consent = 联系人信息的依据和来源
help_person = 一位联系人的全部信息，给本人一份
help_erase = 删掉一位联系人的个人信息
help_mydata = 我们存着的你本人的信息，一个文件（管理员可加姓名）
help_former = 删掉一位已离开的同事的个人信息
help_privacy = 个人信息自查
policy_part_privacy = 隐私
policy_message_days = 原话保留
policy_card_days = 卡片保留
policy_position_days = 位置保留（0 为不清）
policy_contact_days = 联系人多久没往来就问要不要删（0 为不问）
policy_file_days = 照片和文件保留（拜访、跟进、商机；0 为不清）
policy_hide_from_platform = 对平台遮住个人信息
