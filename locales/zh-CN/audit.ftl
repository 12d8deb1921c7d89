# 操作记录：谁看过、改过、导出过一位客户的什么。

help_audit = 谁看过、改过、导出过一位客户，过去某天是什么样（经理）
usage_audit = /audit { $account }
audit_head = 🔎 { $account } 的操作记录，新的在前
audit_none = 🔎 { $account } 没有更早的操作记录了
audit_row = { $at } { $by }{ $what }
audit_by_us = 更夫
audit_create = 记了{ $kind }{ $told ->
        [none] { "" }
       *[other] ：{ $told }
    }
audit_update = 改了{ $kind }
audit_void = 撤销了{ $kind }
audit_unvoid = 恢复了{ $kind }
audit_erase = 删掉了个人信息
audit_export = { $to ->
        [none] 导出了全部账本（{ $form }）
       *[other] 把每周的账本（{ $form }）发给了{ $to }
    }
audit_read_contacts = 看了联系方式
audit_read_documents = 取了合同文件
audit_read_audit = 查了操作记录
audit_change = · { $field }：{ $before } → { $after }
audit_nothing = 空
audit_yes = 是
audit_no = 否
button_audit_more = 更早的
audit_state_active = 在用
audit_state_archived = 已归档
audit_state_merged = 已并入别的客户
audit_state_erasing = 正在删除
audit_state_erased = 已删除
audit_state_open = 没做
audit_state_done = 做完
audit_state_renewed = 已续签
audit_state_ended = 已结束
audit_state_held = 留着
audit_state_collected = 已兑付
audit_state_dishonoured = 被拒付
audit_state_waiting = 等审批
audit_state_granted = 已批准
audit_state_refused = 被驳回
audit_state_withdrawn = 已收回
audit_state_replaced = 已改过再报
audit_field_name = 名称
audit_field_official = 全称
audit_field_aliases = 别名
audit_field_owner_id = 负责人
audit_field_co_owners = 协同
audit_field_tier = 级别
audit_field_region = 地区
audit_field_tax_no = 税号
audit_field_waived = 不用补的资料
audit_field_state = 状态
audit_field_contact_id = 联系人
audit_field_title = 职务或说明
audit_field_phone = 电话
audit_field_email = 邮箱
audit_field_handle = 微信等
audit_field_told_by = 来源
audit_field_basis = 依据
audit_field_number = 编号
audit_field_amount = 金额
audit_field_amount_max = 金额上限
audit_field_list_price = 原价
audit_field_terms = 付款方式
audit_field_percent = 比例
audit_field_stage = 阶段
audit_field_close_on = 预计成交
audit_field_on = 日期
audit_field_at = 钟点
audit_field_due_on = 到期日
audit_field_by_on = 答应付款日
audit_field_until = 最晚
audit_field_signed_on = 签订日期
audit_field_starts_on = 生效日期
audit_field_ends_on = 截止日期
audit_field_notice_days = 提前通知天数
audit_field_net_days = 账期天数
audit_field_received_on = 收到日期
audit_field_matures_on = 兑付日期
audit_field_planned_on = 计划日期
audit_field_done_on = 完成日期
audit_field_what = 货
audit_field_handed_on = 交回日期
audit_field_promised_on = 答应付款日
audit_field_covered_until = 承兑盖到
audit_field_disputed = 有争议
audit_field_dispute = 争议
audit_field_handled_by = 处理人
audit_field_rival = 竞争对手
audit_field_payer = 付款方
audit_field_method = 方式
audit_field_confirmed = 财务确认
audit_field_fee = 手续费
audit_field_reason = 原因
audit_field_limit = 额度
audit_field_raised = 临时额度
audit_field_raised_until = 临时额度到
audit_field_free_until = 白名单到
audit_field_free_because = 白名单原因
audit_field_terms_days = 账期天数
audit_field_text = 内容
audit_field_note = 备注
audit_field_file_name = 文件

# 谁查得比平常多得多

access_alert = 👁 { $name } { $first ->
        [none] { $on }
       *[other] { $first }到{ $on }
    }{ $what }，比平常多
access_customers = 查了 { $count } 位客户
access_exports = 导出全部账本 { $count } 次
access_leaving_now = ⚠️ { $name } 正在把客户全部交接出去
access_names = · { $names }{ $more ->
        [0] { "" }
       *[other] ，另外 { $more } 位
    }
access_do = 可能有原因，先问一声。要马上停掉访问：/remove { $name }
access_yours = 这是你自己的账号查的。不是你？手机或账号可能在别人手里：去平台上让其他设备退出登录。团队里没有另一位经理或管理员可以告诉，审计里记了一笔。
access_settled = 👁 { $name } 查客户的事
access_list_head = 👁 { $name } { $first ->
        [none] { $on }
       *[other] { $first }到{ $on }
    }查过的客户，新的在前
access_nothing = 👁 { $name } { $first ->
        [none] { $on }
       *[other] { $first }到{ $on }
    }没有查过客户，也没有导出
access_row = · { $at } { $account }{ $mine ->
        [yes] { "" }
       *[no] （不是 TA 的客户）
    }
access_row_export = · { $at } 导出了全部账本
access_not_yours = 这里看的是别人查过什么，不能看自己的。
alert_access_list = 都查了谁
digest_access = 👁 查客户比平常多
digest_row_access = { $number }. { $what }
left_looked = 👁 最近 { $days } 天{ $what }
audit_read_accounts = 看了客户
audit_when = 「{ $words }」看不出是哪一天。要看过去某天的样子：/audit 华星 8月底，或 /audit 华星 3月2日
audit_then = 🔎 { $account } { $on ->
        [none] 现在的样子
       *[other] 在 { $on } 结束时的样子（后来改的、撤的都不算）
    }
audit_not_yet = 🔎 { $on } 的时候账本里还没有 { $account }
audit_then_row = · { $kind }：{ $told }
audit_then_field = { $field } { $value }
help_evidence = 一位客户从头到尾的账，一个改不了的文件（经理、财务、法务）
usage_evidence = /evidence { $account }
audit_read_proof = 取了往来证据
proof_here = ⚖️ { $account } 到 { $on } 为止的全部往来，按时间排好。改一行都会被查出来：gengfu audit check 文件。里面是明文，请收好
proof_column_row = 审计行号
proof_column_at = 时间
proof_column_by = 谁
proof_column_what = 做了什么
