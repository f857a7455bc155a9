# Names around TLS connections of a loop. What carries data is native.

import ssl

# Exceptions that say that more has to come in or go out first.
SSLAgainErrors = (ssl.SSLWantReadError, ssl.SSLSyscallError)
