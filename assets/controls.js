// The buttons of a map: closer, farther, all of it; and, while less than all is seen, to each side, for whoever cannot drag it.
// `map` has zoom(by), all() and move(right, down), in parts of what is seen. Gives a function that is told whether all is seen.
export function controls(box, map) {
  const group = document.createElement("div");
  group.className = "eh-zoom";
  const row = (buttons) => {
    const line = document.createElement("div");
    for (const [text, label, act] of buttons) {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = text;
      button.setAttribute("aria-label", text.length > 1 ? `${text}: ${label}` : label);
      button.addEventListener("click", act);
      line.append(button);
    }
    group.append(line);
    return line;
  };
  const say = box.dataset;
  row([
    ["+", say.sayCloser, () => map.zoom(0.6)],
    ["−", say.sayFarther, () => map.zoom(1 / 0.6)],
    [say.sayAll, say.sayWhole, () => map.all()],
  ]);
  const sides = row([
    ["←", say.sayLeft, () => map.move(-0.25, 0)],
    ["→", say.sayRight, () => map.move(0.25, 0)],
    ["↑", say.sayUp, () => map.move(0, -0.25)],
    ["↓", say.sayDown, () => map.move(0, 0.25)],
  ]);
  sides.hidden = true;
  box.prepend(group);
  return (all) => (sides.hidden = all);
}
