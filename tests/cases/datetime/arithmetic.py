import datetime

moment = datetime.datetime(2024, 2, 29, 12, 30)
print(moment, repr(moment), moment.isoformat(), moment.strftime("%d/%m/%y %H:%M"), f"{moment:%H:%M}")
print(moment + datetime.timedelta(days=1), moment - datetime.datetime(2024, 1, 1))
print(moment.date(), moment.time(), moment.weekday(), moment.replace(year=2028), moment.ctime())
print(datetime.timedelta(hours=25), repr(datetime.timedelta(1, 2, 3)), datetime.timedelta(hours=-1))
print(datetime.timedelta(minutes=90).total_seconds(), datetime.timedelta(1) * 2.5, datetime.timedelta(1) / 3)
print(divmod(datetime.timedelta(5), datetime.timedelta(2)), datetime.timedelta(1.5, -3, 7))
print(datetime.date(2024, 2, 29).isocalendar(), datetime.date(2024, 12, 30).strftime("%A %d %B %Y %j"))
print(sorted([datetime.date(2024, 1, 2), datetime.date(2023, 1, 2)]), datetime.date.fromordinal(738000))
for call in (
    lambda: datetime.datetime(2023, 2, 29),
    lambda: datetime.datetime(2023, 13, 1),
    lambda: datetime.datetime(2023, 1, 2, 25),
    lambda: datetime.datetime.max + datetime.timedelta(1),
    lambda: datetime.timedelta("a"),
):
    try:
        print(call())
    except (ValueError, TypeError, OverflowError) as error:
        print(type(error).__name__, error)
