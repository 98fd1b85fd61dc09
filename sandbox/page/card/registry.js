// Every component a card may hold, by its tag.

import { register } from "./elements.js";
import { AudioPlayer } from "./components/audio.js";
import { Button } from "./components/button.js";
import { Chart } from "./components/chart.js";
import { Checker } from "./components/checker.js";
import { ColumnSet } from "./components/column_set.js";
import { CollapsiblePanel } from "./components/collapsible_panel.js";
import { DatePicker, DateTimePicker, TimePicker } from "./components/date_time.js";
import { Div } from "./components/div.js";
import { Form } from "./components/form.js";
import { Img, ImgCombination } from "./components/images.js";
import { Input } from "./components/input.js";
import { InteractiveContainer } from "./components/interactive_container.js";
import { MarkdownBlock, Rule } from "./components/markdown_block.js";
import { Overflow } from "./components/overflow.js";
import { Person, PersonList } from "./components/person.js";
import { MultiSelect, Select } from "./components/select.js";
import { SelectImg } from "./components/select_img.js";
import { Table } from "./components/table.js";

const COMPONENTS = {
  audio: AudioPlayer,
  button: Button,
  chart: Chart,
  checker: Checker,
  collapsible_panel: CollapsiblePanel,
  column_set: ColumnSet,
  date_picker: DatePicker,
  div: Div,
  form: Form,
  hr: Rule,
  img: Img,
  img_combination: ImgCombination,
  input: Input,
  interactive_container: InteractiveContainer,
  markdown: MarkdownBlock,
  multi_select_person: MultiSelect,
  multi_select_static: MultiSelect,
  overflow: Overflow,
  person: Person,
  person_list: PersonList,
  picker_datetime: DateTimePicker,
  picker_time: TimePicker,
  select_img: SelectImg,
  select_person: Select,
  select_static: Select,
  table: Table,
};

for (const [tag, component] of Object.entries(COMPONENTS)) register(tag, component);
