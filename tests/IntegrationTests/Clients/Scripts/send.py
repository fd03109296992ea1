# Sends a file as the body of a call and prints the status and the answer. The whole body is sent before anything is read.
import importlib, sys
from urllib.parse import urlsplit

library, address, file, content_type = sys.argv[1:]
with open(file, "rb") as source:
    body = source.read()
if library == "requests":
    requests = importlib.import_module("requests")
    response = requests.post(address, data=body, headers={"Content-Type": content_type})
    status, answer = response.status_code, response.content
else:
    client = importlib.import_module("http.client")
    url = urlsplit(address)
    connection = client.HTTPConnection(url.hostname, url.port)
    connection.request("POST", f"{url.path}?{url.query}", body=body, headers={"Content-Type": content_type})
    response = connection.getresponse()
    status, answer = response.status, response.read()
sys.stdout.buffer.write(b"%d\n%s" % (status, answer))
