// Loaded before a server that listens on every interface: here it listens on 127.0.0.1 alone, on a port the system picks
// when asked for port 0.
import net from 'node:net';

const listen = net.Server.prototype.listen;
net.Server.prototype.listen = function (port, ...rest) {
  if (typeof port !== 'number' && typeof port !== 'string') return listen.call(this, port, ...rest);
  const whenReady = rest.find((argument) => typeof argument === 'function');
  this.once('listening', () => console.error(`listening on port ${this.address().port}`));
  return listen.call(this, Number(port), '127.0.0.1', whenReady);
};
