// Loaded before a server that listens on every interface: here it listens on 127.0.0.1 alone, and says on which port.
import net from 'node:net';

const every_interface = [null, undefined, '', '::', '0.0.0.0'];

// Where node binds the socket. Not listen(): with a host in its arguments the address would be known only a tick later,
// and some servers ask for it at once.
const bind = net.Server.prototype._listen2;
net.Server.prototype._listen2 = function (address, port, family, ...rest) {
  this.once('listening', () => {
    const bound = this.address();
    if (typeof bound === 'object') console.error(`listening on port ${bound.port}`);
  });
  if (every_interface.includes(address) && port >= 0) return bind.call(this, '127.0.0.1', port, 4, ...rest);
  return bind.call(this, address, port, family, ...rest);
};
