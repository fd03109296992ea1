// Connects to the hub over one transport with one protocol, and prints what it gets as a line of JSON.
import { HttpTransportType, HubConnectionBuilder, LogLevel } from '@microsoft/signalr';
import { MessagePackHubProtocol } from '@microsoft/signalr-protocol-msgpack';

const [, , address, transport, protocol] = process.argv;
const builder = new HubConnectionBuilder()
  .withUrl(`${address}/hubs/dashboard`, { transport: HttpTransportType[transport] })
  .configureLogging(LogLevel.None);
if (protocol === 'MessagePack') builder.withHubProtocol(new MessagePackHubProtocol());
const hub = builder.build();
const batch = new Promise((resolve) => hub.on('ReceiveTransactionBatch', resolve));
const metrics = new Promise((resolve) => hub.on('ReceiveMetricsUpdate', resolve));
hub.on('ReceiveAlert', () => {});
await hub.start();
const [transactions, figures] = [await batch, await metrics];
const resumed = await hub.invoke('Resume', figures.epoch, 0);
await hub.stop();
console.log(JSON.stringify({ transactions, figures, resumed }));
