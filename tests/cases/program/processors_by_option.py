# options: -X cpu_count=3 -X pycache_prefix=/tmp/cache
import os
import sys

print(os.cpu_count(), os.process_cpu_count(), sys.pycache_prefix)
# expect: 3 3 /tmp/cache
