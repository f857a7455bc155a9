import time

moment = time.gmtime(86400 * 365)
print(moment, moment.tm_year, moment[2], len(moment), list(moment))
print(time.strftime("%Y-%m-%d %H:%M:%S %A %j %U %W %y %I %p %c %x %X %%", moment))
print(time.asctime(moment), time.gmtime(1e9)[:6], time.mktime(time.localtime(1e9)))
print(time.strftime("%G-%V-%u", time.gmtime(1609459200)))
for call in (
    lambda: time.sleep(-1),
    lambda: time.sleep("a"),
    lambda: time.sleep(float("nan")),
    lambda: time.strftime(3),
    lambda: time.gmtime("a"),
    lambda: time.strftime("%Y", (1,)),
):
    try:
        print(call())
    except (ValueError, TypeError) as error:
        print(type(error).__name__, error)
