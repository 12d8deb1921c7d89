# 规则：每一个经理可以改的数，叫什么、单位、范围。
help_policy = 看和改团队的规则：/policy 逾期提醒 1/7/15
policy_head = ⚙️ 团队的规则，第 { $version } 版
policy_as_it_came = 都还是原来的设置，没有改过。
policy_changed = 和原来不一样的 { $count } 条：
policy_how = 点一类来看；要改就说「逾期提醒改成 1/7/15」，或发 /policy 逾期提醒 1/7/15
policy_page = ⚙️ { $part }：点一条来改
policy_row = · { $name }：{ $value }
policy_range = 可以是：{ $range }
policy_default = 原来是：{ $value }
policy_last = 上次：{ $by } { $on }改的，之前是 { $before }
policy_ask = 「{ $name }」改成多少？点一个，或直接回新的值。
policy_history = ⚙️ 谁改过什么，新的在前：
policy_history_row = · 第 { $version } 版 · { $on } { $by }：{ $name } { $before } → { $after }
button_policy_history = 改过什么
button_policy_back = ‹ 返回
policy_set = ✅ { $name }：{ $before } → { $after }（第 { $version } 版）
policy_from_next_sweep = 从下一次提醒起按新的来；已经提醒过的不会再提醒一遍。
policy_rescored = 信用分这就按新规则重算，/risk 从现在起按新的算。
policy_put_back = · { $name } 改回 { $value }
policy_called = 规则「{ $name }」
policy_unknown = 没有叫「{ $typed }」的规则。发 /policy 看全部。
policy_not_yours = 🔒 规则只有经理和管理员能改。
policy_same = 「{ $name }」本来就是 { $value }。
policy_bad = 「{ $name }」不能是「{ $value }」。可以是：{ $range }
policy_on = 开
policy_off = 关
policy_never = 不提醒
policy_no_limit = 不限
policy_value = { $value }

policy_range_number = { $least } 到 { $most } { $unit }
policy_range_list = { $least } 到 { $most } { $unit }，最多 { $count } 个，用 / 隔开；「无」就是不提醒
policy_range_switch = 开、关
policy_range_time = 一天里的时间，比如 9:30
policy_range_grade = B、C、D、E，或「无」就是不提醒
policy_range_money = 整数金额，比如 50万；「无」就是不限
policy_range_weights = 四个数（付款快慢、眼下逾期、说话算话、往来深浅），加起来正好 100
policy_range_grades = 四个数（A、B、C、D 至少多少分），从大到小，1 到 100
policy_range_grade_shares = 五个数（A 到 E 各能用额度的百分之几），0 到 100，一级不能比上一级多

policy_unit_days = { $value } 天{ $count ->
       *[other] { "" }
    }
policy_unit_worked_days = { $value } 个工作日{ $count ->
       *[other] { "" }
    }
policy_unit_minutes = { $value } 分钟{ $count ->
       *[other] { "" }
    }
policy_unit_months = { $value } 个月{ $count ->
       *[other] { "" }
    }
policy_unit_cards = { $value } 张卡片{ $count ->
       *[other] { "" }
    }
policy_unit_receivables = { $value } 笔{ $count ->
       *[other] { "" }
    }
policy_unit_points = { $value } 分{ $count ->
       *[other] { "" }
    }
policy_unit_percent = { $value } %{ $count ->
       *[other] { "" }
    }
policy_unit_grade = { $value } 级起

policy_part_watch = 提醒
policy_part_reading = 记录
policy_part_ledger = 记账
policy_part_tasks = 待办
policy_part_contracts = 合同
policy_part_credit = 信用
policy_part_deals = 折扣
policy_part_accounts = 新客户
policy_want_contact = 新客户要联系人
policy_want_terms = 新客户要账期
policy_want_tax_no = 新客户要税号
policy_want_region = 新客户要区域
policy_want_official = 新客户要全称
policy_gap_days = 缺资料几天再问
policy_part_handovers = 交接

policy_due_soon_stages = 到期前提醒
policy_overdue_stages = 逾期提醒
policy_push_at = 早上几点
policy_evening_at = 傍晚几点
policy_chase_days = 催款期限
policy_single_cards = 单张卡片
policy_always_ask = 每条都先问
policy_question_minutes = 提问等多久
policy_twin_days = 重复回款
policy_finance_confirms = 到账确认
policy_delivery_stages = 发货提醒
policy_held_days = 现金交回期限
policy_task_stages = 待办提醒
policy_climb_stage = 待办报经理
policy_expiry_stages = 合同到期提醒
policy_notice_days = 合同通知期
policy_weights = 信用分权重
policy_grades = 信用分级
policy_months = 信用看多久
policy_known_after = 结清几笔算熟
policy_limit_key = 重点客户额度
policy_limit_normal = 普通客户额度
policy_limit_prospect = 潜在客户额度
policy_grade_shares = 各级可用额度
policy_warn_from = 风险提醒
policy_stop_overdue = 逾期停赊
policy_exception_days = 例外有效期
policy_concentration = 应收集中
policy_manager_after = 交接代收
policy_manager_again = 交接再报
record_policychange = 规则改动
policy_part_approvals = 审批
policy_write_off_steps = 坏账谁批
policy_credit_note_steps = 折让谁批
policy_credit_exception_steps = 赊销例外谁批
policy_discount_key = 重点客户折扣
policy_discount_normal = 普通客户折扣
policy_discount_prospect = 潜在客户折扣
policy_discount_manager = 经理折扣
policy_discount_steps = 折扣谁批
policy_deep_discount_steps = 大折扣谁批
policy_answer_days = 审批期限
policy_remind_days = 审批提醒
policy_hold_days = 审批先放几天
policy_steps_manager = 经理
policy_steps_finance = 财务
policy_steps_both = 经理和财务都要
policy_steps_in_turn = 先经理，后财务
policy_range_steps = 经理、财务、经理和财务、先经理后财务
policy_part_access = 查询
policy_access_day = 一天查几位客户
policy_access_others = 一天查几位别人的客户
policy_access_week = 七天查几位客户
policy_access_leaving = 交接的人一天查几位
policy_access_exports = 七天导出几次
policy_access_back = 离开时往回看
policy_weekly_export = 每周发一份账本
policy_unit_customers = { $value } 位客户{ $count ->
       *[other] { "" }
    }
policy_unit_times = { $value } 次{ $count ->
       *[other] { "" }
    }
