import { builder } from '#src/graphql/builder.ts';
import { exposed } from '#src/graphql/exposed.ts';

export const FileProblem = builder
  .objectRef<{ readonly where: string; readonly message: string }>('FileProblem')
  .implement({
    description: 'Something in a file that was refused.',
    fields: (t) =>
      exposed(t, {
        where: ['String', 'Its place: `line 12`, a cell such as `Sheet1!H14`, or `file`.'],
        message: ['String', 'What is wrong there.'],
      }),
  });
