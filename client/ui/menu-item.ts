/** One line of a menu. With `checked` given it is a box that is ticked or not. */
export interface MenuItem {
  readonly id: string
  readonly label: string
  readonly checked?: boolean
  readonly danger?: boolean
  readonly disabled?: boolean
  readonly onselect: () => void
}
