from datetime import UTC, datetime, time, timedelta, timezone

print(datetime.fromtimestamp(1e9, UTC), datetime.fromisoformat("2024-01-02T03:04:05+02:00"))
print(datetime.fromisoformat("20240229T123456Z"), datetime.fromisoformat("2024-W09-4"))
noon = datetime(2024, 1, 2, 12, tzinfo=UTC)
print(noon.astimezone(timezone(timedelta(hours=3, minutes=30), "here")), noon.timestamp())
print(repr(timezone.utc), timezone(timedelta(hours=-5)), repr(timezone(timedelta(hours=2), "X")))
print(time(23, 0, 0, 5, UTC), time.fromisoformat("12:34:56.5"), f"{noon:%z %Z %f}")
print(datetime.now(UTC).tzinfo, datetime.now() - datetime.now() < timedelta(1))
print(noon == datetime(2024, 1, 2, 14, tzinfo=timezone(timedelta(hours=2))), noon == datetime(2024, 1, 2))
try:
    print(noon < datetime(2024, 1, 2))
except TypeError as error:
    print(error)
