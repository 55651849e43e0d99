/** Hands a file to the browser. It was asked for with the session's token, so a plain link would not do. */
export function saveFile(file: Blob, name: string): void {
  const url = URL.createObjectURL(file);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // the browser reads it after the click has been dealt with
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
