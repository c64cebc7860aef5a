// Street maps under the shapes of a page's maps, where the place has a source of its own. Loaded on no other page.
import { controls } from "./controls.js";
import { Control, LatLngBounds, Map as LeafletMap, SVGOverlay, TileLayer } from "leaflet";

function tiled(box) {
  const svg = box.querySelector("svg[data-frame]");
  if (!svg) return;
  const { tiles, attribution, mostZoom } = box.dataset;
  const [west, north, east, south] = svg.dataset.frame.split(" ").map(Number); // of a degree: where 0 0 lies, and what one unit is
  const bounds = ([x, y, width, height]) => new LatLngBounds([north + (y + height) * south, west + x * east], [north + y * south, west + (x + width) * east]);
  const shown = svg.getAttribute("viewBox").split(" ").map(Number);
  const whole = (svg.dataset.whole || svg.getAttribute("viewBox")).split(" ").map(Number);
  const pane = document.createElement("div");
  pane.className = "eh-tiles";
  pane.setAttribute("role", "group");
  pane.setAttribute("aria-label", svg.getAttribute("aria-label") || svg.querySelector("title").textContent);
  svg.before(pane);
  box.querySelector(".eh-zoom")?.remove(); // its buttons are the map's now
  svg.setAttribute("viewBox", whole.join(" "));
  svg.setAttribute("preserveAspectRatio", "none");
  svg.classList.add("eh-over");
  // Fingers and wheels that only pass over the map scroll the page; two fingers move it, and so do its buttons and the arrow keys.
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const map = new LeafletMap(pane, {
    maxZoom: Number(mostZoom),
    zoomSnap: 0.25,
    zoomControl: false,
    attributionControl: false,
    dragging: matchMedia("(pointer: fine)").matches,
    scrollWheelZoom: false,
    zoomAnimation: !still,
    fadeAnimation: !still,
    inertia: !still,
  });
  const seen = controls(box, {
    zoom: (by) => map.setZoom(map.getZoom() - Math.log2(by)),
    all: () => map.fitBounds(bounds(whole)),
    move: (right, down) => map.panBy([right * map.getSize().x, down * map.getSize().y], { animate: !still }),
  });
  new Control.Attribution({ prefix: false }).addTo(map);
  new TileLayer(tiles, { maxZoom: Number(mostZoom), attribution: attribution.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`) }).addTo(map);
  new SVGOverlay(svg, bounds(whole), { interactive: true }).addTo(map);
  const dots = [...svg.querySelectorAll(".eh-dots__dot")].map((dot) => [dot, dot.querySelector("circle").cx.baseVal.value, dot.querySelector("circle").cy.baseVal.value]);
  // Dots keep their size whatever the map's; names and lines grow more slowly than it.
  let first = 1;
  const size = () => {
    const width = Math.max(svg.getBoundingClientRect().width, 1);
    const scale = (0.75 * whole[2]) / width;
    svg.style.setProperty("--closer", Math.sqrt(first / width));
    seen(map.getBounds().contains(bounds(whole)));
    for (const [dot, x, y] of dots) dot.setAttribute("transform", `translate(${x} ${y}) scale(${scale}) translate(${-x} ${-y})`);
  };
  map.fitBounds(bounds(shown), { animate: false });
  first = svg.getBoundingClientRect().width || 1;
  size();
  map.on("zoomend moveend viewreset resize", size);
}
document.querySelectorAll("[data-tiles]").forEach(tiled);
