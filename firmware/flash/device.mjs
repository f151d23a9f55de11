// The firmware at the other end of the cable: Improv over serial (https://www.improv-wifi.com/serial/).
import { ImprovSerial } from 'improv-wifi-serial-sdk/dist/serial';
import { ImprovSerialCurrentState } from 'improv-wifi-serial-sdk/dist/const';

// The one command that is ours: the protocol knows none for the password that protects settings and updates.
const devicePassword = 0xe0;

export const ourFirmware = 'esp-smart-meter';
const quiet = { log() {}, error() {}, debug() {} };

export class Device extends ImprovSerial {
  // Opens the port and asks for `millis`. Null where nothing of ours answers; the port is then closed again.
  static async find(port, millis) {
    await port.open({ baudRate: 115200, bufferSize: 8192 });
    const device = new Device(port, quiet);
    try {
      await device.initialize(millis);
      if (device.info.firmware === ourFirmware) {
        await device.askForPassword();
        return device;
      }
      await device.close();
    } catch {
      // Nobody there speaks Improv: initialize() has let go of the port.
    }
    await port.close();
    return null;
  }

  async leave() {
    await this.close();
    await this.port.close();
  }

  get online() { return this.state === ImprovSerialCurrentState.PROVISIONED; }

  async askForPassword() {
    const [answer] = await this._sendRPCWithResponse(devicePassword, []);
    this.hasPassword = answer === 'set';
  }

  async setDevicePassword(password) {
    await this._sendRPCWithResponse(devicePassword, [...new TextEncoder().encode(password)]);
    this.hasPassword = true;
  }

  // Name, password and Wi-Fi, each where it is given. What is online restarts for a new name or password: its Wi-Fi comes first then.
  async setUp({ host, devicePassword, ssid, wifiPassword }) {
    const wifi = async () => { if (ssid !== undefined) await this.provision(ssid, wifiPassword, 45_000); };
    const self = async () => {
      if (devicePassword !== undefined) await this.setDevicePassword(devicePassword);
      if (host !== undefined) await this.setHostname(host);
    };
    if (this.online) { await wifi(); await self(); } else { await self(); await wifi(); }
  }
}

// What went wrong, as a sentence. `error` is the device's own number.
export function sentence(error) {
  switch (error) {
    case 3: return 'This did not work: the network was not found, or the Wi-Fi password is wrong. Nothing was changed.';
    case 5: return 'The device does not take this name.';
    case 1: return 'The device does not take this: check the Wi-Fi password (8 to 63 characters) and the device password (8 to 32).';
    case 0xe0: return 'The device has a password already. It is changed on the settings page of the device.';
    case 254: return 'The device does not answer any more. Unplug it, plug it in again, and start anew.';
    default: return 'The device says that something went wrong. Try again.';
  }
}
