/** A file that cannot be read. `where` names the sheet or the line; null for the file. Its message is for the person. */
export class FileError extends Error {
  readonly where: string | null;

  constructor(message: string, where: string | null = null) {
    super(message);
    this.name = 'FileError';
    this.where = where;
  }
}
