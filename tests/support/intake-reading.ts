import { guessMapping, sourceOf } from '#shared/intake/guess.ts'
import { intakeFrom, type Intake, type IntakeWay } from '#shared/intake/people.ts'
import { openTable, type Table } from '#shared/intake/table.ts'
import { decoders, utf8 } from './intake-bytes.ts'

/** The table in a file; throws where it is refused. */
export function tableOf(file: Uint8Array | string): Table {
  const table = openTable(typeof file === 'string' ? utf8(file) : file, decoders)
  if (!table.ok) throw new Error(`refused: ${JSON.stringify(table.error)}`)
  return table.value
}

/** A file all the way, with everything as it is guessed unless `way` says otherwise. */
export function intakeOf(file: Uint8Array | string, way: Partial<IntakeWay> = {}): Intake {
  const table = tableOf(file)
  const source = way.source ?? sourceOf(table.columns)
  const intake = intakeFrom(table, { source, mapping: guessMapping(table.columns, source), ...way })
  if (!intake.ok) throw new Error(intake.error)
  return intake.value
}
