# What the process says on its terminal.
serve_code =
    🔑 Nobody is in yet. The first admin sends the bot in private: /start { $code } (on Slack without the slash)
serve_ready = 🏮 Gengfu is on watch: { $channels }. Health on port { $port }; Ctrl-C stops.
demo_ready = 🏮 Playground: { $address } (Ctrl-C stops; nothing is kept)
chat_unknown = There is no member called “{ $name }”. { $known ->
        [none] These books have nobody yet; --sample brings a sample team (--as Tom).
       *[other] There are: { $known }
    }
chat_no_button = No button says “{ $label }”.
chat_no_file = There is no file “{ $path }” that can be read. Give its path as seen from this folder, or the whole path.
chat_file_too_large = “{ $name }” is larger than { $most } MB, the most a chat takes. Split it, or use gengfu import.
port_taken = Port { $port } is taken. Use another: --port for demo, GENGFU_HTTP_PORT for run.

# The pages of installing the app in a Slack workspace.
slack_install_done = ✅ Gengfu is installed. Back in Slack, open Gengfu under Apps and send start and your code (from gengfu team add, or /invite).
slack_install_cancelled = Nothing was installed and nothing changed. Open the installation link again whenever you like.
slack_install_again = This page has expired, or was not opened from this browser. Please open the installation link again.
slack_install_failed = Slack did not agree to the installation. Open the link again in a few minutes; if it still fails, ask your admin to look at the log.
