// Sheets filled in on the round: the place by position, and what the address of the page already knows.
const sheet = document.querySelector('[data-sheet]');
const locate = sheet.querySelector('[data-locate]');

// A kept page does not know the words after its address.
for (const [name, field] of [['about', 'text'], ['grid', 'areaCode']]) {
  const known = new URLSearchParams(location.search).get(name);
  if (known && sheet.elements[field] && !sheet.elements[field].value) sheet.elements[field].value = known;
}

if (locate && navigator.geolocation) {
  locate.hidden = false;
  locate.addEventListener('click', () => {
    locate.setAttribute('aria-busy', 'true');
    navigator.geolocation.getCurrentPosition(({ coords }) => {
      sheet.elements['point.lat'].value = coords.latitude.toFixed(6);
      sheet.elements['point.lon'].value = coords.longitude.toFixed(6);
      answer(locate.dataset.found);
    }, () => answer(locate.dataset.failed), { enableHighAccuracy: true, timeout: 15_000, maximumAge: 30_000 });
  });
}

function answer(words) {
  locate.removeAttribute('aria-busy');
  locate.querySelector('span').textContent = words;
}
