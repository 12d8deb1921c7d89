# What the process says on its terminal.
serve_code =
    🔑 还没有成员。第一位管理员请私聊机器人发：/start { $code } （在 Slack 里不带斜杠）
serve_ready = 🏮 更夫已上岗：{ $channels }。健康检查端口 { $port }，Ctrl-C 停止。
demo_ready = 🏮 试用页：{ $address } （Ctrl-C 停止，数据不保留）
chat_unknown = 没有叫「{ $name }」的成员。{ $known ->
        [none] 账本里还没有人；加 --sample 就有样例团队（--as 李雷）。
       *[other] 现有：{ $known }
    }
chat_no_button = 没有写着「{ $label }」的按钮。
chat_no_file = 没有能读的文件「{ $path }」。请写相对当前文件夹的路径，或完整路径。
chat_file_too_large = 「{ $name }」超过 { $most } MB，聊天里最大就这么多。请拆小，或用 gengfu import。
port_taken = 端口 { $port } 已被占用。换一个：demo 用 --port，run 用 GENGFU_HTTP_PORT。

# The pages of installing the app in a Slack workspace.
slack_install_done = ✅ 更夫装好了。回到 Slack，在「应用」里打开 Gengfu，发 start 和你的邀请码（管理员用 gengfu team add 或 /invite 拿到）。
slack_install_cancelled = 没有安装，什么都没变。想装的时候再打开安装链接。
slack_install_again = 这个安装页过期了，或不是从这个浏览器打开的。请重新打开安装链接。
slack_install_failed = Slack 没有答应这次安装。过几分钟重新打开安装链接；还不行就请管理员看日志。
