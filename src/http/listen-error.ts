/** The server cannot listen on its address. The message contains the address and the remedy. */
export class ListenError extends Error {
  /** @param variables that name the address */
  constructor(
    address: { readonly host: string; readonly port: number },
    cause: unknown,
    variables = 'QBR_HOST and QBR_PORT to an address',
  ) {
    super(`${reason(address, cause)} Set ${variables} that is free.`, { cause });
    this.name = 'ListenError';
  }
}

function reason({ host, port }: { readonly host: string; readonly port: number }, cause: unknown): string {
  const where = `${host} port ${port}`;
  switch ((cause as { code?: unknown }).code) {
    case 'EADDRINUSE':
      return `${where} is already in use, perhaps by another qbr.`;
    case 'EACCES':
      return `This user has no permission to listen on ${where}.`;
    default:
      return `The server cannot listen on ${where}.`;
  }
}
