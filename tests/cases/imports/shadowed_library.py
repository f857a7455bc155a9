# args: <FOLDER>
# A file beside the script comes before a module of the library, and errors say so.
import asyncio
import os
import sys

root = sys.argv[1]
files = {
    'main.py': 'import random\nprint(random.x)\ntry:\n    random.randint\nexcept AttributeError as error:\n'
               '    print(error)\ntry:\n    from random import randint\nexcept ImportError as error:\n'
               '    print(error)\nimport heapq\nprint(heapq.y)\nimport itertools\nprint(hasattr(itertools, "chain"))\n',
    'random.py': 'x = 1\n',
    'heapq.py': 'import heapq\nimport queue\ny = 2\n',
    'queue.py': 'import heapq\ntry:\n    heapq.y\nexcept AttributeError as error:\n    print(error)\n',
    'itertools.py': 'raise ValueError\n',
}
for name, text in files.items():
    with open(os.path.join(root, name), 'w') as file:
        file.write(text)


async def run(*options):
    program = os.path.join(root, 'main.py')
    pipe = asyncio.subprocess.PIPE
    child = await asyncio.create_subprocess_exec(sys.executable, *options, program, stdout=pipe, stderr=pipe)
    out, err = await child.communicate()
    print(out.decode().replace(root, 'ROOT'), err.decode().splitlines()[-1:])


asyncio.run(run())
asyncio.run(run('-P'))
